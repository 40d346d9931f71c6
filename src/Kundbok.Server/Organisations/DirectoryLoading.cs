using Kundbok.Contracts;
using Kundbok.Lookup.Bulk;
using Kundbok.Storage;

namespace Kundbok.Server.Organisations;

/// <summary>Loads the registries' bulk files into the directory.</summary>
/// <param name="directory">The directory.</param>
/// <param name="progress">Told now and then how far it is.</param>
internal sealed class DirectoryLoading(IOrganisationDirectory directory, IProgress<BulkFile> progress)
{
    private const int RowsAtOnce = 10_000;

    /// <summary>
    /// Loads the files as one directory. Names and states are Bolagsverket's; its organisations have the address of SCB where they have
    /// none there. Organisations that SCB alone has (authorities, municipalities, associations) are kept as SCB has them; those that
    /// Bolagsverket has deregistered are not.
    /// </summary>
    /// <exception cref="BulkFileException">A file cannot be read.</exception>
    /// <exception cref="DirectoryShrunkException">There are too few organisations in them.</exception>
    public async Task<DirectoryStatus> RunAsync(IReadOnlyList<BulkFile> files, bool evenIfSmaller, CancellationToken cancellation)
    {
        await using var load = await directory.BeginLoadAsync(cancellation);
        var ordered = files.OrderBy(file => file.Registry).ToList(); // SCB first: who comes later goes before
        foreach (var file in ordered) await AddAsync(load, file, overScb: file != ordered[0], cancellation);
        return await load.PutInPlaceAsync([.. ordered.Select(SourceOf)], evenIfSmaller, cancellation);
    }

    private async Task AddAsync(IDirectoryLoad load, BulkFile file, bool overScb, CancellationToken cancellation)
    {
        var organisations = new List<Organisation>(RowsAtOnce);
        var deregistered = new List<string>();
        foreach (var row in file.ReadRows())
        {
            if (row.Organisation is { } organisation) organisations.Add(organisation);
            else if (overScb) deregistered.Add(row.Number);

            if (organisations.Count + deregistered.Count >= RowsAtOnce) await FlushAsync();
        }

        await FlushAsync();

        async Task FlushAsync()
        {
            cancellation.ThrowIfCancellationRequested();
            if (organisations.Count > 0) await load.AddAsync(organisations, cancellation);
            if (deregistered.Count > 0) await load.RemoveAsync(OrganisationRegistry.Scb, deregistered, cancellation);
            organisations.Clear();
            deregistered.Clear();
            progress.Report(file);
        }
    }

    private static DirectorySource SourceOf(BulkFile file) => new(
        file.Registry,
        Path.GetFileName(file.Path),
        file.Written,
        file.Report.Read,
        file.Report.Kept,
        file.Report.Persons,
        file.Report.Deregistered,
        file.Report.OtherIdentities,
        file.Report.Broken);
}
