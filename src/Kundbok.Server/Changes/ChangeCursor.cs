using System.Globalization;
using Kundbok.Contracts;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Changes;

/// <summary>
/// A place in a merchant's log, as the text of an <c>after</c> parameter: <c>1f4c09ab-7-1234</c>. It holds nothing personal and is not signed: a
/// made-up one is a place in the asker's own log at the most. It is good for as long as the log keeps what is behind it, whatever becomes
/// of the secret file.
/// </summary>
/// <param name="Epoch">The log's <see cref="ChangeLogState.Epoch"/>.</param>
/// <param name="Merchant">The merchant, so that another's cursor is noticed.</param>
/// <param name="Sequence">The last change that was seen; 0: none.</param>
internal sealed record ChangeCursor(string Epoch, long Merchant, long Sequence)
{
    /// <summary>How to begin anew when a cursor is of no use.</summary>
    public const string StartOver = "get a new cursor by asking without after, then list or export the customers, then follow from that cursor.";

    private const int Parts = 3;

    /// <summary>The place behind everything that the log holds.</summary>
    public static ChangeCursor EndOf(ChangeLogState log, long merchant) => new(log.Epoch, merchant, log.Last);

    /// <summary>Reads what <see cref="ToString"/> wrote; null when the text is anything else.</summary>
    public static ChangeCursor? Parse(string text) =>
        text.Split('-', Parts + 1) is [var epoch, var merchant, var sequence]
        && epoch.Length > 0 && epoch.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter))
        && Number(merchant) is { } ofMerchant && Number(sequence) is { } place
            ? new ChangeCursor(epoch, ofMerchant, place)
            : null;

    /// <summary>Why the merchant cannot go on from here; null when it can.</summary>
    public ProblemHttpResult? ProblemIn(ChangeLogState log, long merchant) =>
        Epoch != log.Epoch ? Expired("The cursor is of another register, or of this one before it was restored from a backup")
        : Merchant != merchant || Sequence > log.Last ? NoCursor()
        : Sequence < log.Purged ? Expired("Changes behind the cursor are no longer kept")
        : null;

    /// <summary>The answer to an <c>after</c> that is no cursor of the merchant's log.</summary>
    public static ProblemHttpResult NoCursor() => Problems.Problem(
        ProblemCode.InvalidPage, FeedQuery.After, $"{FeedQuery.After} is no cursor of this merchant's changes: take next from the answer before; or {StartOver}");

    /// <summary>The answer to a cursor that was good once.</summary>
    /// <param name="reason">Why it is not now; a sentence without its end.</param>
    public static ProblemHttpResult Expired(string reason) => Problems.Problem(ProblemCode.CursorExpired, $"{reason}: {StartOver}");

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Merchant}-{Sequence}");

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
