using CsCheck;
using Kundbok.Contracts;

namespace Kundbok.Storage.Tests;

/// <summary>Changes in any order against <see cref="RegisterModel"/>.</summary>
public abstract partial class ChangeLogContract
{
    private static readonly Gen<CustomerInput> AnyFields = Gen.Select(
        Gen.OneOf("Åsa", "Åke", "a"), Gen.OneOf("", "a@example.com"), Gen.OneOf<string?>(null, null, "", "K-1", "K-1", "7", "1003"),
        (name, email, number) => new CustomerInput { [CustomerFields.Name] = name, [CustomerFields.Email] = email, [CustomerFields.Number] = number });

    // Which customers, and which version or operation, are parts of a thousand of what there is by then, and a little past it.
    private static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.OneOf([.. Enum.GetValues<StepKind>(), StepKind.Update, StepKind.Revert]), AnyFields, Gen.Int[0, 1000].Array[1, 4], Gen.Int[0, 1000], (kind, fields, who, which) => new Step(kind, fields, who, which));

    private enum StepKind
    {
        Create,
        Update,
        Remove,
        RemoveMany,
        Restore,
        Revert,
        Undo,
    }

    [Fact]
    public async Task Changes_in_any_order_end_as_in_a_register_that_is_a_list()
    {
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        var random = new PCG(7, 20260101);
        for (var run = 0; run < 40; run++)
        {
            var merchant = await MerchantAsync();
            var model = new RegisterModel(merchant);
            foreach (var step in AnyStep.Array[1, 60].Generate(random, null!, out _))
            {
                Time.Advance(TimeSpan.FromMilliseconds(1));
                var (outcome, expected) = await ApplyAsync(step, merchant, model);
                RegisterModel.Tell(outcome).ShouldBe(expected, $"run {run}, {step}");
                outcomes.Add($"{step.Kind} {outcome.GetType().Name}");
            }

            await ShouldBeAsync(merchant, model);
        }

        (await Register.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
        outcomes.Order(StringComparer.Ordinal).ShouldBe(
        [
            "Create NumberTaken", "Create Stored", "Remove NotFound", "Remove Removed", "RemoveMany Removed",
            "Restore NotFound", "Restore NotRemoved", "Restore NumberTaken", "Restore Stored", "Revert NotFound", "Revert NumberTaken", "Revert Stored", "Revert VersionNotFound",
            "Undo ChangedSince", "Undo NumberTaken", "Undo OperationNotFound", "Undo Undone", "Update NotFound", "Update NumberTaken", "Update Stored",
        ]);
    }

    private async Task<(CustomerWrite Outcome, string Expected)> ApplyAsync(Step step, long merchant, RegisterModel model)
    {
        var known = model.Ids.ToList();
        var ids = step.Who.Select(part => part * (known.Count + 1) / 1001 is var place && place < known.Count ? known[place] : long.MaxValue >> 30).ToList();
        var which = 1 + (step.Which * (model.Log.Count + 1) / 1001);
        switch (step.Kind)
        {
            case StepKind.Create:
                var outcome = await Store.CreateAsync(merchant, step.Fields, Maja, None);
                var given = outcome is CustomerWrite.Stored stored ? stored.Id : 0;
                if (given > 0) known.ShouldAllBe(id => id < given);
                return (outcome, model.Create(given, Time.GetUtcNow(), step.Fields));
            case StepKind.Update: return (await Store.UpdateAsync(merchant, ids[0], step.Fields, condition: null, Maja, None), model.Update(ids[0], step.Fields));
            case StepKind.Remove: return (await Store.RemoveAsync(merchant, ids[0], condition: null, Maja, None), model.RemoveOne(ids[0]));
            case StepKind.RemoveMany: return (await Store.RemoveManyAsync(merchant, ids, Maja, None), model.Remove(ids));
            case StepKind.Restore: return (await Store.RestoreAsync(merchant, ids[0], Maja, None), model.Restore(ids[0]));
            case StepKind.Revert:
                var version = VersionOf(model, ids[0], step.Which) ?? which;
                return (await Store.RevertAsync(merchant, ids[0], version, condition: null, Maja, None), model.Revert(ids[0], version));
            default: return (await Store.UndoAsync(merchant, which, Maja, None), model.Undo(which));
        }
    }

    // Mostly one of the customer's own.
    private static long? VersionOf(RegisterModel model, long id, int which)
    {
        var own = model.Log.Where(change => change.Id == id).ToList();
        return own.Count == 0 || which % 4 == 0 ? null : own[which % own.Count].Sequence;
    }

    private async Task ShouldBeAsync(long merchant, RegisterModel model)
    {
        var log = await WholeLogAsync(merchant);
        log.Select(Told).ShouldBe(model.Log.Select(Told));

        var replayed = new SortedDictionary<long, Change>();
        foreach (var change in log)
        {
            if (change.Document is null) replayed.Remove(change.Customer);
            else replayed[change.Customer] = change;
        }

        foreach (var id in model.Ids)
        {
            var found = await Store.FindAsync(merchant, id, None);
            Text(found?.Document).ShouldBe(Text(model.Find(id) is { } customer ? CustomerJson.Write(customer) : null));
            if (found is not null) found.Value.Version.ShouldBe(model.VersionOf(id));
            found?.Version.ShouldBe(replayed[id].Sequence);
            Text(found?.Document).ShouldBe(Text(replayed.GetValueOrDefault(id)?.Document));
            (await Log.ReadHistoryAsync(merchant, id, before: null, limit: 1000, None)).Select(Told).ShouldBe(model.Log.Where(change => change.Id == id).Reverse().Select(Told));
        }

        using var page = await Store.ListAsync(merchant, CustomerFilter.All, new CustomerSlice(CustomerSort.Default, null, 0, 1000), None);
        page.Ids.ShouldBe(replayed.Keys);
        (await Store.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(replayed.Count);
    }

    private async Task<List<Change>> WholeLogAsync(long merchant)
    {
        var changes = new List<Change>();
        while ((await Log.ReadAsync(merchant, changes.Count, limit: 7, None)).Changes is { Count: > 0 } next) changes.AddRange(next);
        return changes;
    }

    private static string Told(Change change) => $"{change.Sequence} {change.Customer} {change.Kind} {change.Operation} {Text(change.Document)}";

    private static string Told(ModelChange change) =>
        $"{change.Sequence} {change.Id} {change.Kind} {change.Operation} {Text(change.Customer is { } customer ? CustomerJson.Write(customer) : null)}";

    private static string Text(ReadOnlyMemory<byte>? document) => document is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes.Span) : "gone";

    private static string Text(byte[]? document) => document is null ? "gone" : System.Text.Encoding.UTF8.GetString(document);

    private sealed record Step(StepKind Kind, CustomerInput Fields, int[] Who, int Which)
    {
        public override string ToString() => $"{Kind} {string.Join(' ', Who)} {Which}";
    }
}
