using System.Net.Sockets;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>A register in a PostgreSQL database; any number of nodes may use it at the same time.</summary>
public sealed class PostgresRegister : IRegister
{
    private const int ConnectSeconds = 5;
    private const int KeepAliveSeconds = 5;

    private static readonly TimeSpan CommitPatience = TimeSpan.FromSeconds(30);

    // A node that stands still in the middle of a transaction, or whose machine is gone, must not keep a merchant's lock from the others.
    private const string SessionOptions = "-c idle_in_transaction_session_timeout=10s -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    // Of which a lock takes one while the work is done on another.
    private const int SmallestPool = 4;

    private readonly PostgresConnections _connections;
    private readonly PostgresTransactions _transactions;
    private readonly PostgresCustomerStore _customers;

    private PostgresRegister(PostgresConnections connections, TimeProvider time, TimeSpan commitPatience)
    {
        _connections = connections;
        var readers = new PostgresReaders(connections);
        _transactions = new PostgresTransactions(connections, commitPatience);
        Writer = new PostgresWriter(_transactions);
        var changes = new PostgresChangeLog(_transactions, readers, time);
        Changes = changes;
        _customers = new PostgresCustomerStore(readers, Writer, changes, time);
        Access = new PostgresAccessStore(_transactions, readers, time);
        Webhooks = new PostgresWebhookStore(connections, _transactions, readers);
        Lookups = new PostgresLookupStore(_transactions, readers);
        Directory = new PostgresDirectory(connections, readers, time);
        Maintenance = new PostgresMaintenance(connections, readers, _transactions, Writer, time);
        Transfer = new PostgresTransfer(_transactions, readers, time);
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
    public IRegisterMaintenance Maintenance { get; }

    /// <inheritdoc/>
    /// <remarks>PostgreSQL has its own: pg_dump, and its write-ahead log's archive.</remarks>
    public IRegisterBackup? Backup => null;

    /// <inheritdoc/>
    public IRegisterTransfer Transfer { get; }

    internal PostgresWriter Writer { get; }

    /// <summary>Opens the register in a database, and makes or migrates it first where that is needed.</summary>
    /// <param name="connectionString">As Npgsql takes it, with one host or several (<c>Host=a,b;Database=kundbok;Username=kundbok</c>); of several, the primary is used.</param>
    /// <param name="time">Where the time of creation comes from.</param>
    /// <param name="use">Who opens it.</param>
    /// <param name="mayCreate">Whether to make a register when the database has none.</param>
    /// <exception cref="RegisterUnusableException">The database cannot be used, has no register, or a newer version made it.</exception>
    public static PostgresRegister Open(string connectionString, TimeProvider time, RegisterUse use = RegisterUse.Command, bool mayCreate = true) =>
        Open(connectionString, time, use, mayCreate, CommitPatience);

    internal static PostgresRegister Open(string connectionString, TimeProvider time, RegisterUse use, bool mayCreate, TimeSpan commitPatience)
    {
        var settings = Settings(connectionString, use);
        var connections = new PostgresConnections(settings);
        try
        {
            using (var connection = connections.Source.OpenConnection())
            {
                if (!mayCreate && !PostgresMigrations.HasRegister(connection))
                    throw new RegisterUnusableException($"There is no register in the database {settings.Database}: start the server once to make one, or name another with --database.");
                PostgresMigrations.Run(connections.Source, connection);
            }

            return new PostgresRegister(connections, time, commitPatience);
        }
        catch (Exception fault)
        {
            connections.Source.Dispose();
            if (Explain(fault, settings) is { } sentence) throw new RegisterUnusableException(sentence, fault);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        _customers.Dispose();
        _transactions.Dispose();
        await _connections.DisposeAsync();
    }

    private static NpgsqlConnectionStringBuilder Settings(string connectionString, RegisterUse use)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            if (string.IsNullOrEmpty(settings.Host)) throw new RegisterUnusableException("The database's connection string names no host: write it as Host=…;Database=…;Username=…");
            if (string.IsNullOrEmpty(settings.Database)) throw new RegisterUnusableException("The database's connection string names no database: add Database=…");

            if (settings.MaxPoolSize < SmallestPool) throw new RegisterUnusableException($"Maximum Pool Size of the database's connection string is too small: make it at least {SmallestPool}, or leave it out for 100.");

            // What the operator says goes before these; not before what the program depends on.
            if (!settings.ContainsKey("Timeout")) settings.Timeout = ConnectSeconds;
            settings.TcpKeepAlive = true; // a host that is gone without a word is noticed
            if (!settings.ContainsKey("Tcp Keepalive Time")) settings.TcpKeepAliveTime = KeepAliveSeconds;
            if (!settings.ContainsKey("Tcp Keepalive Interval")) settings.TcpKeepAliveInterval = KeepAliveSeconds;
            settings.ApplicationName = use == RegisterUse.Server ? PostgresTransfer.ServerName : PostgresTransfer.CommandName;
            settings.TargetSessionAttributes = null; // always the primary, see PostgresConnections
            settings.HostRecheckSeconds = 1;
            settings.ClientEncoding = settings.Encoding = "UTF8"; // whatever PGCLIENTENCODING says
            settings.Multiplexing = false; // transactions are begun and ended by statements
            settings.Options = $"{settings.Options} {SessionOptions}".Trim();
            settings.IncludeErrorDetail = false; // details quote what is stored
            settings.NoResetOnClose = true; // nothing is set in a session
            settings.Enlist = false;
            return settings;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new RegisterUnusableException("The database's connection string cannot be read: write it as Host=…;Database=…;Username=…;Password=…", fault);
        }
    }

    // One line for the operator, by what is wrong.
    private static string? Explain(Exception fault, NpgsqlConnectionStringBuilder settings) => fault switch
    {
        RegisterUnusableException => null,
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            $"PostgreSQL does not accept the role {settings.Username} or its password: look at Username and Password (or Passfile) of the connection string, and at pg_hba.conf.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"There is no database {settings.Database}: let an administrator run CREATE DATABASE {settings.Database} OWNER {settings.Username} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            $"The role {settings.Username} may not create tables in the database {settings.Database}: make it the database's owner with ALTER DATABASE {settings.Database} OWNER TO {settings.Username};",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => PostgresRequirements.StandbyOnly().Message,
        NpgsqlException when Causes(fault).OfType<PostgresException>().FirstOrDefault() is { } inner && !ReferenceEquals(inner, fault) => Explain(inner, settings),
        NpgsqlException when Causes(fault).Any(cause => cause is SocketException or TimeoutException) => $"No PostgreSQL answers at {settings.Host}, port {settings.Port}: look at whether it runs, and at Host and Port of the connection string.",
        NpgsqlException { InnerException: null } => PostgresRequirements.StandbyOnly().Message,
        _ => PostgresFaults.Unavailable(fault) is { } unavailable ? $"The database {settings.Database} cannot be opened: {unavailable.Message}" : null,
    };

    private static IEnumerable<Exception> Causes(Exception fault) => fault switch
    {
        AggregateException several => several.InnerExceptions.SelectMany(Causes),
        { InnerException: { } inner } => Causes(inner).Prepend(fault),
        _ => [fault],
    };
}
