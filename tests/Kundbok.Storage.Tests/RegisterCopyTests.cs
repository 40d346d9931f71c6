using System.Text;
using Kundbok.Contracts;
using Kundbok.Storage.Postgres;
using Kundbok.Storage.Sqlite;

namespace Kundbok.Storage.Tests;

/// <summary>Taking a register from one engine to the other.</summary>
public sealed class RegisterCopyTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Webhook[] Webhooks =
    [
        new(Webhook.NewId(), 1, "https://example.com/krokar?å=1", "", WantedKinds.All, Noon, new WebhookSecrets(new byte[] { 1, 0, 255 }), new WebhookState(7)),
        new(
            Webhook.NewId(),
            2,
            "https://example.com/",
            "Kassan 😀",
            WantedKinds.Of([ChangeKind.Created, ChangeKind.Removed]),
            Noon,
            new WebhookSecrets(new byte[] { 2 }, new byte[] { 3 }, Noon.AddDays(1)),
            new WebhookState(0, 3, Noon.AddHours(-1), Noon.AddMinutes(5), PausedReasons.Failing)),
    ];

    private static readonly LookupAccount[] Accounts = [new(1, "qvickly", new byte[] { 7, 0 }), new(2, "qvickly", new byte[] { 8 })];

    private static readonly LookupAudit[] Audits =
    [
        new(1, Noon, new Actor(ActorKind.User, "maja"), "brreg", "found", new byte[] { 1 }),
        new(1, Noon.AddDays(1), Actor.Command("lookup test"), null, "not_found", new byte[] { 2 }),
        new(2, Noon, new Actor(ActorKind.Token, "kassan 😀"), null, "unavailable", new byte[] { 1 }),
    ];

    private BothEngines _places = null!;

    public async ValueTask InitializeAsync() => _places = await BothEngines.CreateAsync();

    public ValueTask DisposeAsync() => _places.DisposeAsync();

    [Fact]
    public async Task There_and_back_everything_is_as_it_was_and_counting_goes_on_from_there()
    {
        await using var first = Embedded("first");
        var before = await FillAsync(first);
        await using var cluster = OnPostgres();
        await using var last = Embedded("last");

        (await CopyAsync(first, cluster)).ShouldBe(3_004);
        (await CopyAsync(cluster, last)).ShouldBe(3_004);

        foreach (var register in (IRegister[])[cluster, last])
        {
            (await DocumentsAsync(register)).ShouldBe(before);
            (await register.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
            (await register.Access.FindUserAsync("MAJA", None))!.PasswordHash.ShouldBe("hash");
            (await register.Access.FindUserAsync("maja", None))!.IsAdmin.ShouldBeFalse();
            (await register.Access.FindTokenAsync("revoked", None))!.Revoked.ShouldNotBeNull();
            (await register.Access.FindTokenAsync("good", None))!.Name.ShouldBe("Butiken");
            (await register.Access.FindLockoutAsync("maja", None)).ShouldNotBeNull();
            (await register.Access.ListSecretsAsync(None)).ShouldBe([new SecretMark("s1", "p1"), new SecretMark("s2", "p2")]);
            (await register.Webhooks.ListAsync(1, None)).ShouldBe([Webhooks[0]]);
            (await register.Webhooks.ListAsync(2, None)).ShouldBe([Webhooks[1]]);
            (await register.Lookups.ListAccountsAsync(None)).ShouldBe(Accounts);
            (await register.Lookups.ListAuditsAsync(1, 10, None)).ShouldBe([Audits[1], Audits[0]]);
            (await register.Lookups.ListAuditsAsync(2, 10, None)).ShouldBe([Audits[2]]);
            await register.Transfer.ReleaseAsync(None);
            await register.Lookups.AddAuditAsync(Audits[0], None); // under an id of its own
            (await register.Lookups.ListAuditsAsync(1, 10, None)).ShouldBe([Audits[0], Audits[1], Audits[0]]);
        }

        var stored = (CustomerWrite.Stored)await last.Customers.CreateAsync(1, new CustomerInput { [CustomerFields.Name] = "Next" }, None);
        stored.Id.ShouldBe(3_006); // the last one was removed before
        CustomerJson.Read(stored.Document.Span)[CustomerFields.Number].ShouldBe("5002");
        (await last.Access.AddMerchantAsync("Third", None)).Id.ShouldBe(3);
    }

    [Fact]
    public async Task The_source_is_read_only_until_it_is_released_and_the_target_cannot_be_used_before_it_is_whole()
    {
        await using var source = Embedded("source");
        await FillAsync(source);
        await using var target = OnPostgres();
        await target.Transfer.SetStateAsync(RegisterState.Receiving, "somebody", None);
        await Should.ThrowAsync<RegisterUnavailableException>(() => target.Access.AddMerchantAsync("A merchant", None).AsTask());
        await target.Transfer.SetStateAsync(RegisterState.Open, null, None);

        await CopyAsync(source, target);

        await Should.ThrowAsync<RegisterUnavailableException>(() => source.Customers.RemoveAsync(1, [1], None).AsTask());
        await Should.ThrowAsync<RegisterUnavailableException>(() => source.Access.AddMerchantAsync("A merchant", None).AsTask());
        (await source.Customers.FindAsync(1, 1, None)).ShouldNotBeNull();
        (await target.Customers.RemoveAsync(1, [1], None)).ShouldBe(1);
        await source.Transfer.SetStateAsync(RegisterState.Open, null, None);
        (await source.Customers.RemoveAsync(1, [1], None)).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_that_is_broken_off_goes_on_where_it_was(bool toPostgres)
    {
        await using var embedded = Embedded("source");
        await using var onPostgres = OnPostgres();
        var (source, target) = toPostgres ? ((IRegister)embedded, (IRegister)onPostgres) : (onPostgres, embedded);
        var before = await FillAsync(source);
        using var breakOff = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => CopyAsync(source, target, new Stop(breakOff, customers: 1_500), breakOff.Token));
        var status = await target.Transfer.ReadStatusAsync(None);
        status.State.ShouldBe(RegisterState.Receiving);
        var had = (await DocumentsAsync(target)).Count;
        had.ShouldBeInRange(1_500, 2_999);

        (await CopyAsync(source, target)).ShouldBe(3_004);
        (await DocumentsAsync(target)).ShouldBe(before);
        (await target.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_register_in_use_is_neither_copied_nor_copied_over()
    {
        await using var source = Embedded("source");
        await FillAsync(source);
        await using var target = OnPostgres();

        await using (SqliteRegister.Open(_places.Directory.File("source"), TimeProvider.System, RegisterUse.Server))
            await ShouldBeRefusedAsync(source, target, "server uses the source");
        await using (var server = PostgresRegister.Open(_places.Database.ConnectionString, TimeProvider.System, RegisterUse.Server))
        {
            await server.Maintenance.PingAsync(None);
            await ShouldBeRefusedAsync(source, target, "server uses the target");
        }

        (await source.Transfer.ReadStatusAsync(None)).State.ShouldBe(RegisterState.Open);
        await target.Access.AddMerchantAsync("In use", None);
        await ShouldBeRefusedAsync(source, target, "in use");
        await ShouldBeRefusedAsync(source, source, "same register");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_that_stood_still_until_another_had_ended_writes_no_more(bool toPostgres)
    {
        await using var embedded = Embedded("source");
        await using var onPostgres = OnPostgres();
        var (source, target) = toPostgres ? ((IRegister)embedded, (IRegister)onPostgres) : (onPostgres, embedded);
        await FillAsync(source);
        var head = await source.Transfer.ReadHeadAsync(None);
        await CopyAsync(source, target);
        await target.Access.AddUserAsync(new User(1, "Since", "", "", "hash"), None);

        await Should.ThrowAsync<RegisterUnusableException>(() => target.Transfer.WriteHeadAsync(head, None).AsTask());
        await Should.ThrowAsync<RegisterUnusableException>(() => target.Transfer.WriteCustomersAsync(1, [], None).AsTask());

        (await target.Access.FindUserAsync("since", None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_source_that_changed_between_two_attempts_is_noticed()
    {
        await using var source = Embedded("source");
        await FillAsync(source);
        await using var target = OnPostgres();
        using var breakOff = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => CopyAsync(source, target, new Stop(breakOff, customers: 1_500), breakOff.Token));
        await source.Transfer.SetStateAsync(RegisterState.Open, null, None);
        await source.Customers.UpdateAsync(1, 1, new CustomerInput { [CustomerFields.Fax] = "1" }, None);

        await ShouldBeRefusedAsync(source, target, "not the same");

        (await target.Transfer.ReadStatusAsync(None)).State.ShouldBe(RegisterState.Receiving);
    }

    private static async Task<List<string>> FillAsync(IRegister register)
    {
        await register.Access.AddMerchantAsync("First", None);
        await register.Access.AddMerchantAsync("Andra 🦓", None);
        await register.Access.AddUserAsync(new User(2, "Maja", "Maja Exempel", "maja@example.com", "hash", IsAdmin: false), None);
        for (var i = 0; i < 5; i++) await register.Access.CountFailedLoginAsync("Maja", None);
        var expires = DateTimeOffset.UtcNow.AddDays(1);
        await register.Access.AddTokenAsync(new IssuedToken("good", 1, null, "lookup", expires.AddDays(-1), expires, null, "Butiken"), null, None);
        await register.Access.AddTokenAsync(new IssuedToken("revoked", 2, "Maja", "lookup", expires.AddDays(-1), expires, null), "hash", None);
        await register.Access.RevokeTokenAsync("revoked", None);
        await register.Access.AddSecretAsync(new SecretMark("s1", "p1"), None);
        await Task.Delay(2); // they are ordered by when they were added
        await register.Access.AddSecretAsync(new SecretMark("s2", "p2"), None);
        foreach (var account in Accounts) (await register.Lookups.SetAccountAsync(account, None)).ShouldBeTrue();
        foreach (var audit in Audits) await register.Lookups.AddAuditAsync(audit, None);
        foreach (var webhook in Webhooks) (await register.Webhooks.AddAsync(webhook, None)).ShouldBeTrue();
        foreach (var batch in Enumerable.Range(0, 3_000).Chunk(1_000)) (await register.Customers.CreateManyAsync(1, [.. batch.Select(Customer)], None)).ShouldBeNull();
        (await register.Customers.CreateManyAsync(2, [.. Enumerable.Range(0, 4).Select(Customer)], None)).ShouldBeNull();
        var gone = (CustomerWrite.Stored)await register.Customers.CreateAsync(1, new CustomerInput { [CustomerFields.Name] = "Gone", [CustomerFields.Number] = "5001" }, None);
        await register.Customers.RemoveAsync(1, [gone.Id], None);
        return await DocumentsAsync(register);
    }

    private static NewCustomer Customer(int i) => new(
        new CustomerInput { [CustomerFields.Name] = $"Åsa \"{i}\" 😀", [CustomerFields.Notes] = new string('ö', i % 7 * 500), [CustomerFields.CompanyNumber] = i % 2 == 0 ? "556036-0793" : "" },
        new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(i));

    private static async Task<List<string>> DocumentsAsync(IRegister register)
    {
        var documents = new List<string>();
        foreach (var merchant in (long[])[1, 2])
        {
            var after = 0L;
            while (await register.Transfer.ReadCustomersAsync(merchant, after, None) is { Count: > 0 } customers)
            {
                documents.AddRange(customers.Select(customer => $"{customer.Id} {Encoding.UTF8.GetString(customer.Document)}"));
                after = customers[^1].Id;
            }
        }

        return documents;
    }

    private static async Task<long> CopyAsync(IRegister source, IRegister target, IProgress<RegisterCopyProgress>? progress = null, CancellationToken cancellation = default) =>
        (await new RegisterCopy(source, target, progress ?? new Stop(null, 0)).RunAsync(cancellation)).Customers;

    private static async Task ShouldBeRefusedAsync(IRegister source, IRegister target, string sentence) =>
        (await Should.ThrowAsync<RegisterUnusableException>(() => CopyAsync(source, target))).Message.ShouldContain(sentence);

    private SqliteRegister Embedded(string name) => _places.Embedded(name, TimeProvider.System);

    private PostgresRegister OnPostgres() => _places.OnPostgres(TimeProvider.System);

    /// <summary>Breaks a copy off once it has copied so many.</summary>
    private sealed class Stop(CancellationTokenSource? breakOff, int customers) : IProgress<RegisterCopyProgress>
    {
        public void Report(RegisterCopyProgress value)
        {
            if (value.Customers >= customers) breakOff?.Cancel();
        }
    }
}
