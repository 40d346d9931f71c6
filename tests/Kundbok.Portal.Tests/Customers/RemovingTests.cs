using System.Net;
using System.Text;
using System.Text.Json;
using Kundbok.Client;
using Kundbok.Contracts;
using Kundbok.Portal.Customers;

namespace Kundbok.Portal.Tests.Customers;

/// <summary>Removing many, and taking it back.</summary>
public sealed class RemovingTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Batches_are_taken_back_the_last_first()
    {
        var register = new BatchRegister();
        var removing = Removing.Chosen(register.Customers, [.. Enumerable.Range(1, 25_000).Select(id => (long)id)]);

        await removing.GoOnAsync(() => { });
        (removing.Count, removing.Found, removing.Removed).ShouldBe((25_000, 25_000, 25_000));
        register.Asked.Select(asked => asked.Ids).ShouldBe([10_000, 10_000, 5_000]);

        await removing.UndoAsync(() => { });
        removing.Restored.ShouldBe(3, "one of each operation, as this register answers");
        register.Asked.Skip(3).Select(asked => asked.Path).ToArray().ShouldBe(["/customers/operations/3/undo", "/customers/operations/2/undo", "/customers/operations/1/undo"]);
        removing.CanUndo.ShouldBeFalse();
    }

    [Fact]
    public async Task What_failed_is_gone_on_with_under_the_same_key()
    {
        var register = new BatchRegister { Failing = 2 };
        var removing = Removing.Chosen(register.Customers, [.. Enumerable.Range(1, 15_000).Select(id => (long)id)]);

        await Should.ThrowAsync<KundbokException>(() => removing.GoOnAsync(() => { }));
        (removing.Removed, removing.CanUndo).ShouldBe((10_000, true));

        await removing.GoOnAsync(() => { });
        removing.Removed.ShouldBe(15_000);
        register.Asked.Select(asked => asked.Ids).ShouldBe([10_000, 5_000, 5_000]);
        (register.Asked[2].Key == register.Asked[1].Key, register.Asked[1].Key == register.Asked[0].Key).ShouldBe((true, false));
    }

    [Fact]
    public async Task An_undo_that_failed_is_gone_on_with()
    {
        var register = new BatchRegister { Failing = 4 };
        var removing = Removing.Chosen(register.Customers, [.. Enumerable.Range(1, 20_001).Select(id => (long)id)]);
        await removing.GoOnAsync(() => { });

        await Should.ThrowAsync<KundbokException>(() => removing.UndoAsync(() => { }));
        removing.CanUndo.ShouldBeTrue();
        await removing.UndoAsync(() => { });

        string.Concat(register.Asked.Skip(3).Select(asked => asked.Path[^6])).ShouldBe("3321");
        register.Asked[3].Key.ShouldBe(register.Asked[4].Key);
    }

    [Fact]
    public async Task It_stops_between_two_batches()
    {
        var register = new BatchRegister();
        using var stop = new CancellationTokenSource();
        var removing = Removing.Chosen(register.Customers, [.. Enumerable.Range(1, 15_000).Select(id => (long)id)]);

        await removing.GoOnAsync(() => { if (removing.Removed > 0) stop.Cancel(); }, stop.Token);

        (removing.Removed, register.Asked.Count).ShouldBe((10_000, 1));
    }

    [Fact]
    public async Task All_that_match_are_removed_but_not_who_came_meanwhile()
    {
        var client = new KundbokClient(await server.NewMerchantAsync());
        for (var i = 0; i < 4; i++) await client.Customers.CreateAsync(new CustomerInput { Name = "Maja", TypeCode = i == 1 ? "company" : "private" });
        var filter = CustomerFilter.All.OfKind(CustomerKind.Private);
        var removing = Removing.Matching(client.Customers, filter, await client.Customers.CountAsync(filter));
        var late = await client.Customers.CreateAsync(new CustomerInput { Name = "Late", TypeCode = "private" });

        await removing.GoOnAsync(() => { });
        removing.Removed.ShouldBe(3);
        var left = await client.Customers.ListAsync().ToListAsync();
        left.Select(customer => customer.Id).ShouldContain(late.Customer.Id);
        left.Count.ShouldBe(2);

        await removing.UndoAsync(() => { });
        (await client.Customers.CountAsync()).ShouldBe(5);
    }

    /// <summary>Answers removals and undos; each removal is an operation, from 1.</summary>
    private sealed class BatchRegister : HttpMessageHandler
    {
        private int _operations;

        public KundbokClient Client => new(new HttpClient(this) { BaseAddress = new Uri("http://register.example") });

        public CustomersClient Customers => Client.Customers;

        public List<(string Path, int Ids, string Key)> Asked { get; } = [];

        /// <summary>Which request fails, from 1.</summary>
        public int Failing { get; init; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "[]" : await request.Content.ReadAsStringAsync(cancellationToken);
            using var ids = JsonDocument.Parse(body.Length == 0 ? "[]" : body);
            var count = ids.RootElement.GetArrayLength();
            Asked.Add((request.RequestUri!.AbsolutePath, count, request.Headers.GetValues("Idempotency-Key").Single()));
            if (Asked.Count == Failing) return new HttpResponseMessage(HttpStatusCode.InternalServerError);

            var isUndo = request.Method == HttpMethod.Post;
            var response = new HttpResponseMessage { Content = new StringContent(isUndo ? """{"result":"Restored","count":1}""" : $$"""{"result":"Removed","count":{{count}}}""", Encoding.UTF8, "application/json") };
            if (!isUndo) response.Headers.Add("Kundbok-Change", (++_operations).ToString(System.Globalization.CultureInfo.InvariantCulture));
            return response;
        }
    }
}
