namespace Kundbok.Client.Tests;

/// <summary>The feed of changes, through the real server.</summary>
public sealed class ChangesTests(ClientServer server) : IClassFixture<ClientServer>
{
    [Fact]
    public async Task Changes_are_read_in_pages_to_the_end_each_once()
    {
        var client = await server.NewClientAsync();
        var begin = await client.Changes.GetCursorAsync();
        var (a, _) = await client.Customers.CreateAsync(new CustomerInput { Name = "A" });
        var (b, _) = await client.Customers.CreateAsync(new CustomerInput { Name = "B" });
        await client.Customers.UpdateAsync(a.Id, new CustomerInput { City = "Umeå" });
        await client.Customers.DeleteManyAsync([a.Id, b.Id]);

        var pages = await client.Changes.ReadAsync(begin, limit: 2).ToListAsync();

        pages.Select(page => page.Changes.Count).ShouldBe([2, 2, 1]);
        var changes = pages.SelectMany(page => page.Changes).ToList();
        changes.Select(change => (change.Sequence, change.Id, change.Kind)).ShouldBe(
        [
            (1, a.Id, ChangeKind.Created), (2, b.Id, ChangeKind.Created), (3, a.Id, ChangeKind.Updated), (4, a.Id, ChangeKind.Removed), (5, b.Id, ChangeKind.Removed),
        ]);
        changes.Select(change => change.Customer?.City).ShouldBe(["", "", "Umeå", null, null]);
        changes[^1].Operation.ShouldBe(4);
        (await client.Changes.ReadAsync(pages[0].Next).ToListAsync()).SelectMany(page => page.Changes).Select(change => change.Sequence).ShouldBe([3, 4, 5]);
        (await client.Changes.ReadAsync(pages[^1].Next).ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_changed_last_takes_no_cursor()
    {
        var client = await server.NewClientAsync();
        (await client.Changes.GetNewestAsync()).Changes.ShouldBeEmpty();
        foreach (var name in (string[])["A", "B", "C"]) await client.Customers.CreateAsync(new CustomerInput { Name = name });

        var newest = await client.Changes.GetNewestAsync(2);

        newest.Changes.Select(change => change.Customer!.Name).ShouldBe(["B", "C"]);
        newest.Next.ShouldBe(await client.Changes.GetCursorAsync());
    }

    [Fact]
    public async Task Whoever_follows_gets_what_happens_while_it_waits_and_can_go_on_later()
    {
        var client = await server.NewClientAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var cursor = await client.Changes.GetCursorAsync();
        var seen = new List<string>();

        for (var round = 0; round < 2; round++)
        {
            await using var pages = client.Changes.FollowAsync(cursor, cancellation: patience.Token).GetAsyncEnumerator(patience.Token);
            for (var i = 0; i < 2; i++)
            {
                var waiting = pages.MoveNextAsync();
                await client.Customers.CreateAsync(new CustomerInput { Name = $"{round}{i}" }, cancellation: patience.Token);
                (await waiting).ShouldBeTrue();
                seen.AddRange(pages.Current.Changes.Select(change => change.Customer!.Name));
                cursor = pages.Current.Next;
            }
        }

        seen.ShouldBe(["00", "01", "10", "11"]);
    }

    [Fact(Timeout = FakeRegister.Patience)]
    public async Task Following_ends_when_it_is_cancelled()
    {
        var client = await server.NewClientAsync();
        using var end = new CancellationTokenSource();
        await using var pages = client.Changes.FollowAsync(await client.Changes.GetCursorAsync()).WithCancellation(end.Token).GetAsyncEnumerator();

        var waiting = pages.MoveNextAsync();
        await end.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await waiting);
    }

    [Fact]
    public async Task A_cursor_of_another_register_says_to_start_over() =>
        await (await server.NewClientAsync()).Changes.GetPageAsync("1f4c09ab-1-16").RefusedAsync(ProblemCode.CursorExpired);
}
