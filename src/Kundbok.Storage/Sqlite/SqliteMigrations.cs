using System.Reflection;
using DbUp;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>Brings the database to this program's schema: the numbered files of Migrations/, each run once, in order.</summary>
internal static class SqliteMigrations
{
    private const string Folder = "Kundbok.Storage.Sqlite.Migrations.";

    /// <exception cref="RegisterUnusableException">A newer version made the database, or a migration failed.</exception>
    public static void Run(string file)
    {
        using var _ = FileLock.Take(file + ".migrate-lock"); // processes that start at once migrate one after the other
        if (!File.Exists(file)) OwnerOnly.CreateFile(file).Dispose(); // SQLite would make it readable to all; its log gets the rights of the file
        var connectionString = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString;
        var upgrade = DeployChanges.To
            .SqliteDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.StartsWith(Folder, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build();

        var known = upgrade.GetDiscoveredScripts().Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        if (upgrade.GetExecutedScripts().Find(name => !known.Contains(name)) is not null)
            throw new RegisterUnusableException("The database was made by a newer version of this program: start that version, or restore a backup from before the upgrade.");

        var result = upgrade.PerformUpgrade();
        if (!result.Successful)
            throw new RegisterUnusableException($"The database could not be brought up to date ({result.ErrorScript?.Name.Replace(Folder, "", StringComparison.Ordinal) ?? "before the first step"}); it is as it was.", result.Error);
    }
}
