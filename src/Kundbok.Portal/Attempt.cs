using Kundbok.Client;
using Kundbok.Portal.Language;

namespace Kundbok.Portal;

/// <summary>Something that is asked of the server, one at a time: whether it is under way, and why it did not succeed the last time.</summary>
public sealed class Attempt
{
    /// <summary>Whether it is under way.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Why it failed; null when it did not.</summary>
    public KundbokException? Failure { get; private set; }

    /// <summary>Does the work, unless some is under way.</summary>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> TryAsync(Func<Task> work)
    {
        if (IsRunning) return false;
        (IsRunning, Failure) = (true, null);
        try
        {
            await work();
            return true;
        }
        catch (KundbokException failure)
        {
            Failure = failure;
            return false;
        }
        finally
        {
            IsRunning = false;
        }
    }

    /// <summary>Why it failed and what to do; null when it did not.</summary>
    public string? Problem(Texts texts) => Failure is null ? null : ProblemText.Of(Failure).In(texts);

    /// <summary>What is wrong with one field of a form; null when nothing is.</summary>
    public string? Problem(Texts texts, string form, string field) => ProblemText.OfField(Failure, form, field, texts);
}
