using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>A register in one SQLite file, in this process; other processes may use the file at the same time.</summary>
public sealed class SqliteRegister : IRegister
{
    /// <summary>Name of the database's file in the data directory.</summary>
    public const string FileName = "kundbok.db";

    private readonly SqliteReaders _readers;
    private readonly SqliteCustomerStore _customers;
    private readonly SqliteMaintenance _maintenance;

    private readonly IDisposable? _served;

    // A connection is used by one thread at a time and needs no locks of its own, and nobody asks what the library has allocated.
    // Says no, and changes nothing, once the library is in use.
    static SqliteRegister()
    {
        SQLitePCL.Batteries_V2.Init();
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private SqliteRegister(string file, TimeProvider time, IDisposable? served)
    {
        _served = served;
        _readers = new SqliteReaders(file);
        Writer = new SqliteWriter(file);
        var changes = new SqliteChangeLog(_readers, Writer, time);
        Changes = changes;
        _customers = new SqliteCustomerStore(file, _readers, Writer, changes, time);
        Access = new SqliteAccessStore(_readers, Writer, time);
        Webhooks = new SqliteWebhookStore(file, _readers, Writer);
        Lookups = new SqliteLookupStore(_readers, Writer);
        Directory = new SqliteDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!, time);
        _maintenance = new SqliteMaintenance(file, _readers, Writer, time);
        Transfer = new SqliteTransfer(file, _readers, Writer, time);
    }

    /// <inheritdoc/>
    public ICustomerStore Customers => _customers;

    /// <inheritdoc/>
    public IChangeLog Changes { get; }

    /// <inheritdoc/>
    public IAccessStore Access { get; }

    /// <inheritdoc/>
    public IWebhookStore Webhooks { get; }

    /// <inheritdoc/>
    public ILookupStore Lookups { get; }

    /// <inheritdoc/>
    public IOrganisationDirectory Directory { get; }

    /// <inheritdoc/>
    public IRegisterMaintenance Maintenance => _maintenance;

    /// <inheritdoc/>
    public IRegisterBackup Backup => _maintenance;

    /// <inheritdoc/>
    public IRegisterTransfer Transfer { get; }

    internal SqliteWriter Writer { get; }

    /// <summary>Opens the register in the directory, and makes or migrates it first where that is needed.</summary>
    /// <param name="directory">A directory that exists.</param>
    /// <param name="time">Where the time of creation comes from.</param>
    /// <param name="use">Who opens it.</param>
    /// <exception cref="RegisterUnusableException">The directory or the database cannot be used, or a newer version made it.</exception>
    public static SqliteRegister Open(string directory, TimeProvider time, RegisterUse use = RegisterUse.Command)
    {
        var file = Path.Combine(directory, FileName);
        try
        {
            SqliteMigrations.Run(file);
            return new SqliteRegister(file, time, use == RegisterUse.Server ? FileLock.TakeShared(file + SqliteTransfer.ServedSuffix) : null);
        }
        catch (SqliteException fault)
        {
            throw new RegisterUnusableException(
                $"The database in {directory} cannot be opened: {SqliteFaults.Unavailable(fault)?.Message ?? "it is no register of this program."}", fault);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await _readers.DisposeAsync(); // The last connection to close empties the write-ahead log into the database.
        _customers.Dispose();
        _served?.Dispose();
    }
}
