using DbUp;
using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>Brings the database to this program's schema: the numbered files of Migrations/, each run once, in order.</summary>
internal static class SqliteMigrations
{
    private const string Folder = "Kundbok.Storage.Sqlite.Migrations.";

    // Kept in the database's header: the file has nothing of what was removed before connections overwrote what they remove.
    private const string Overwriting = "PRAGMA user_version = 1";

    /// <exception cref="RegisterUnusableException">A newer version made the database, or a migration failed.</exception>
    public static void Run(string file)
    {
        using var _ = FileLock.Take(file + ".migrate-lock"); // processes that start at once migrate one after the other
        var isNew = !File.Exists(file);
        if (isNew) OwnerOnly.CreateFile(file).Dispose(); // SQLite would make it readable to all; its log gets the rights of the file
        var connectionString = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString;
        var database = DeployChanges.To
            .SqliteDatabase(connectionString);
        var result = RegisterMigrations.Run(database, Folder, "start that version, or restore a backup from before the upgrade");
        RegisterMigrations.EnsureSuccessful(result, Folder);
        DropRemains(file, isNew);
    }

    private static void DropRemains(string file, bool isNew)
    {
        using var session = new SqliteSession(file, readOnly: false);
        if (session.Prepared("PRAGMA user_version").ExecuteScalar() is not 0L) return;
        if (!isNew) session.Execute("VACUUM"); // writes the whole database anew, once
        session.Execute(Overwriting);
    }
}
