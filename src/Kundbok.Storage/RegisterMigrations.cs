using System.Reflection;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;

namespace Kundbok.Storage;

/// <summary>How the numbered files of an engine's Migrations/ are run, each once, in order.</summary>
internal static class RegisterMigrations
{
    /// <param name="database">The database, and where it notes what was run.</param>
    /// <param name="folder">What the names of the engine's files begin with.</param>
    /// <param name="whenNewer">What to do when a newer version made the database.</param>
    /// <returns>What became of it; not looked at for success yet, see <see cref="EnsureSuccessful"/>.</returns>
    /// <exception cref="RegisterUnusableException">A newer version made the database.</exception>
    public static DatabaseUpgradeResult Run(UpgradeEngineBuilder database, string folder, string whenNewer)
    {
        var upgrade = database
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.StartsWith(folder, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build();

        var known = upgrade.GetDiscoveredScripts().Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        if (upgrade.GetExecutedScripts().Find(name => !known.Contains(name)) is not null)
            throw new RegisterUnusableException($"The database was made by a newer version of this program: {whenNewer}.");

        return upgrade.PerformUpgrade();
    }

    /// <exception cref="RegisterUnusableException">A migration failed.</exception>
    public static void EnsureSuccessful(DatabaseUpgradeResult result, string folder)
    {
        if (!result.Successful)
            throw new RegisterUnusableException($"The database could not be brought up to date ({result.ErrorScript?.Name.Replace(folder, "", StringComparison.Ordinal) ?? "before the first step"}); it is as it was.", result.Error);
    }
}
