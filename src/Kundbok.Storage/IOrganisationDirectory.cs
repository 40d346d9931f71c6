using Kundbok.Contracts;

namespace Kundbok.Storage;

/// <summary>
/// Every Swedish organisation, as it was last loaded from the registries' files. It is the same for all merchants, holds nothing of
/// theirs, and can be loaded again at any time.
/// </summary>
/// <remarks>Every method may throw <see cref="RegisterUnavailableException"/>.</remarks>
public interface IOrganisationDirectory
{
    /// <summary>The organisation with that number; null when there is none, or nothing is loaded.</summary>
    /// <param name="number">Ten digits.</param>
    /// <param name="cancellation">Nobody waits for the answer any more.</param>
    ValueTask<Organisation?> FindAsync(string number, CancellationToken cancellation);

    /// <summary>Those of the organisations that there are, by number, all of one load.</summary>
    /// <param name="numbers">Ten digits each.</param>
    /// <param name="cancellation">Nobody waits for the answer any more.</param>
    ValueTask<IReadOnlyDictionary<string, Organisation>> FindManyAsync(IReadOnlyCollection<string> numbers, CancellationToken cancellation);

    /// <summary>What is loaded; null when nothing is.</summary>
    ValueTask<DirectoryStatus?> ReadStatusAsync(CancellationToken cancellation);

    /// <summary>
    /// Begins another directory beside the one that is used. It takes its place as a whole (<see cref="IDirectoryLoad.PutInPlaceAsync"/>),
    /// or leaves nothing: when it is disposed of before that, or its process is killed.
    /// </summary>
    /// <exception cref="RegisterUnusableException">Somebody else loads one.</exception>
    ValueTask<IDirectoryLoad> BeginLoadAsync(CancellationToken cancellation);
}

/// <summary>A directory that is being loaded. Used by one thread at a time.</summary>
/// <inheritdoc cref="IOrganisationDirectory" path="/remarks"/>
public interface IDirectoryLoad : IAsyncDisposable
{
    /// <summary>
    /// Adds organisations. One with a number that was added before takes the earlier one's place, but keeps its address when it has
    /// none itself, and its wish for no advertising.
    /// </summary>
    ValueTask AddAsync(IReadOnlyCollection<Organisation> organisations, CancellationToken cancellation);

    /// <summary>Takes out those of the numbers whose organisations are of that registry; the registry's must all have been added.</summary>
    ValueTask RemoveAsync(OrganisationRegistry registry, IReadOnlyCollection<string> numbers, CancellationToken cancellation);

    /// <summary>Puts what was added in the place of what is loaded, for everybody at once. Nothing can be added after that.</summary>
    /// <param name="sources">Where it came from.</param>
    /// <param name="evenIfSmaller">Whether it may have over five per cent fewer organisations than what is loaded.</param>
    /// <param name="cancellation">Stops before anything is put in place.</param>
    /// <exception cref="DirectoryShrunkException">It has over five per cent fewer organisations, or none; what is loaded stays.</exception>
    ValueTask<DirectoryStatus> PutInPlaceAsync(IReadOnlyList<DirectorySource> sources, bool evenIfSmaller, CancellationToken cancellation);
}

/// <summary>What is loaded.</summary>
/// <param name="Loaded">When, in whole seconds.</param>
/// <param name="Organisations">How many organisations.</param>
/// <param name="Sources">From where.</param>
public sealed record DirectoryStatus(DateTimeOffset Loaded, long Organisations, IReadOnlyList<DirectorySource> Sources);

/// <summary>A file that was loaded.</summary>
/// <param name="Registry">Whose.</param>
/// <param name="File">Its name.</param>
/// <param name="Written">When it was written, as the file says.</param>
/// <param name="Read">Its rows.</param>
/// <param name="Kept">Rows of organisations that are registered.</param>
/// <param name="Persons">Rows of persons, skipped.</param>
/// <param name="Deregistered">Rows of organisations that no longer are, skipped.</param>
/// <param name="Other">Rows with other kinds of numbers, skipped.</param>
/// <param name="Broken">Rows that could not be read.</param>
public sealed record DirectorySource(
    OrganisationRegistry Registry, string File, DateTime Written, long Read, long Kept, long Persons, long Deregistered, long Other, long Broken);

/// <summary>What was to be loaded has too few organisations to be right.</summary>
/// <param name="loaded">How many there are.</param>
/// <param name="offered">How many there would be.</param>
public sealed class DirectoryShrunkException(long loaded, long offered) : Exception("The directory would have too few organisations.")
{
    private const long MostLostPercent = 5;

    /// <summary>How many organisations are loaded.</summary>
    public long Loaded { get; } = loaded;

    /// <summary>How many there would be.</summary>
    public long Offered { get; } = offered;

    /// <exception cref="DirectoryShrunkException">There are too few.</exception>
    internal static void ThrowIfTooFew(long loaded, long offered, bool evenIfSmaller)
    {
        if (offered == 0 || (!evenIfSmaller && offered * 100 < loaded * (100 - MostLostPercent))) throw new DirectoryShrunkException(loaded, offered);
    }
}
