using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>Tells what a fault of PostgreSQL means, by its SQLSTATE, never by its text, which can quote what is stored.</summary>
internal static class PostgresFaults
{
    // 25P03, 25P04, 57P05: a transaction or a session stood still, or lasted, for longer than the server's settings allow.
    private static readonly string[] EndsOfSessions =
        [PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown, "25P03", "25P04", "57P05"];

    private static readonly string[] Conflicts = [PostgresErrorCodes.SerializationFailure, PostgresErrorCodes.DeadlockDetected];

    /// <summary>Whether others were in the way: the same, tried again, may well succeed.</summary>
    public static bool IsConflict(Exception fault) => fault is PostgresException { SqlState: var state } && Conflicts.Contains(state);

    /// <summary>
    /// Whether the connection is lost, with whatever was done on it since the last commit. Another one may work: an administrator
    /// ended this one, or the server was restarted.
    /// </summary>
    public static bool IsConnectionLost(Exception fault) => fault switch
    {
        PostgresException postgres => EndsOfSessions.Contains(postgres.SqlState),
        NpgsqlException { InnerException: IOException or System.Net.Sockets.SocketException } => true,
        _ => false,
    };

    /// <summary>What the operator should know when the database cannot answer now; null for any other fault, which is ours.</summary>
    public static RegisterUnavailableException? Unavailable(Exception fault) => fault switch
    {
        PostgresException postgres => SentenceOf(postgres.SqlState) is { } sentence ? new($"{sentence} (SQLSTATE {postgres.SqlState})", fault) : null,
        NpgsqlException { InnerException: TimeoutException } => new("PostgreSQL does not answer in time, or all connections are in use.", fault),
        NpgsqlException => new("PostgreSQL cannot be reached, or none of its hosts is a primary.", fault),
        TimeoutException => new("PostgreSQL does not answer in time, or all connections are in use.", fault),
        System.Net.Sockets.SocketException or IOException => new("PostgreSQL cannot be reached.", fault),
        _ => null,
    };

    private static string? SentenceOf(string state) => state switch
    {
        PostgresErrorCodes.DiskFull => "The database's disk is full: make room, then writes go on by themselves.",
        PostgresErrorCodes.TooManyConnections => "PostgreSQL has no connection left: raise max_connections, or lower Maximum Pool Size of each node.",
        PostgresErrorCodes.ReadOnlySqlTransaction => "The database takes no writes: it is a standby, or default_transaction_read_only is set.",
        PostgresErrorCodes.LockNotAvailable => "Another session holds a lock.",
        PostgresErrorCodes.QueryCanceled => "PostgreSQL cancelled the statement: statement_timeout, or an administrator.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "PostgreSQL no longer accepts the role or its password.",
        PostgresErrorCodes.InvalidCatalogName => "The database is gone.",
        PostgresErrorCodes.UndefinedTable => "The register's tables are gone from the database.",
        PostgresErrorCodes.InsufficientPrivilege => "The role may not use the register's tables.",
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => "The database is damaged: look at PostgreSQL's log, and restore a backup.",
        _ when EndsOfSessions.Contains(state) => "PostgreSQL ended the session: it stops, or an administrator or one of its timeouts did.",
        _ when Conflicts.Contains(state) => "Others were in the way, several times over.",
        _ when state.StartsWith("08", StringComparison.Ordinal) => "The connection to PostgreSQL is lost.",
        _ when state.StartsWith("53", StringComparison.Ordinal) => "PostgreSQL is short of something: look at its log.",
        _ when state.StartsWith("57P", StringComparison.Ordinal) => "PostgreSQL is starting, stopping or recovering.",
        _ when state.StartsWith("58", StringComparison.Ordinal) => "PostgreSQL's disk reports an error: look at its log.",
        _ => null,
    };
}
