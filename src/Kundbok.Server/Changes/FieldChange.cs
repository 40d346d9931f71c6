using Kundbok.Contracts;
using Kundbok.Storage;

namespace Kundbok.Server.Changes;

/// <summary>What a change did to one field.</summary>
/// <param name="Field">The field.</param>
/// <param name="From">What it was; null when that is not known.</param>
/// <param name="To">What it is.</param>
internal sealed record FieldChange(CustomerField Field, string? From, string To)
{
    /// <summary>The fields that a change made other than they were, in their order; none when the customer is gone.</summary>
    /// <param name="change">The change.</param>
    /// <param name="before">The document before it; null when there was none or it is no longer kept.</param>
    public static IEnumerable<FieldChange> Of(Change change, ReadOnlyMemory<byte>? before)
    {
        if (change.Document is not { } document) return [];

        var to = CustomerJson.Read(document.Span);
        var from = before is { } known ? CustomerJson.Read(known.Span) : null;
        var absent = change.Kind == ChangeKind.Created ? "" : null;
        return CustomerFields.All
            .Where(field => !field.ReadOnly && to[field] != (from?[field] ?? ""))
            .Select(field => new FieldChange(field, from is null ? absent : from[field], to[field]));
    }
}
