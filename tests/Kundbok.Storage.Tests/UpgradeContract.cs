using Kundbok.Contracts;

namespace Kundbok.Storage.Tests;

/// <summary>What becomes of a register from before the log, whatever the engine. An engine's tests are a subclass.</summary>
public abstract class UpgradeContract
{
    protected static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Whether the register has every customer of <see cref="EarlierVersion"/> in its log, and goes on from there.</summary>
    protected static async Task ShouldHaveALogAsync(IRegister register)
    {
        await register.Maintenance.ReindexAsync(None);
        (await register.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
        for (var merchant = 1L; merchant <= EarlierVersion.Customers.Count; merchant++) await ShouldHaveALogAsync(register, merchant, EarlierVersion.Customers[(int)merchant - 1]);
    }

    private static async Task ShouldHaveALogAsync(IRegister register, long merchant, int customers)
    {
        var page = await register.Changes.ReadAsync(merchant, 0, 100, None);
        page.Changes.Select(change => change.Sequence).ShouldBe(Enumerable.Range(1, customers).Select(i => (long)i));
        page.Changes.Select(change => change.Customer).ShouldBe(page.Changes.Select(change => change.Customer).Order());
        page.Log.Epoch.Length.ShouldBe(8);
        (page.Log.Purged, page.Log.Last).ShouldBe((0, customers));
        foreach (var change in page.Changes)
        {
            (change.Kind, change.Actor, change.Operation).ShouldBe((ChangeKind.Existing, new Actor(ActorKind.Program, "migration"), change.Sequence));
            change.At.ShouldBeGreaterThan(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
            var stored = (await register.Customers.FindAsync(merchant, change.Customer, None))!.Value;
            stored.Version.ShouldBe(change.Sequence);
            stored.Document.Span.SequenceEqual(change.Document!.Value.Span).ShouldBeTrue();
        }

        var last = page.Changes[^1];
        (await register.Customers.UpdateAsync(merchant, last.Customer, new CustomerInput { [CustomerFields.Fax] = "1" }, None)).ShouldBeOfType<CustomerWrite.Stored>().Version.ShouldBe(customers + 1);
        (await register.Customers.RevertAsync(merchant, last.Customer, last.Sequence, null, StoreExtensions.Nobody, None)).ShouldBeOfType<CustomerWrite.Stored>().Version.ShouldBe(customers + 2);
        (await register.Customers.RemoveAsync(merchant, [last.Customer], None)).ShouldBe(1);
        (await register.Customers.RestoreAsync(merchant, last.Customer, StoreExtensions.Nobody, None)).ShouldBeOfType<CustomerWrite.Stored>()
            .Document.Span.SequenceEqual(last.Document!.Value.Span).ShouldBeTrue();
        (await register.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
    }
}
