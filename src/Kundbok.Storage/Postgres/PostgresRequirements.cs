using System.Globalization;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>What a server and its database must be for a register to be kept there; what is not met is told with the statement that mends it.</summary>
internal static class PostgresRequirements
{
    /// <summary>The oldest version that has all that is used.</summary>
    public const int OldestVersion = 15;

    // Trigrams for parts of words, and the merchant beside them in one index.
    private static readonly string[] Extensions = ["pg_trgm", "btree_gin"];

    /// <summary>Looks at the database, and creates the extensions that it lacks.</summary>
    /// <exception cref="RegisterUnusableException">It cannot hold a register as it is.</exception>
    public static void Ensure(NpgsqlConnection connection)
    {
        EnsureVersion(connection.PostgreSqlVersion);
        if ((bool)Scalar(connection, "SELECT pg_is_in_recovery()")) throw StandbyOnly();
        if ((string)Scalar(connection, "SHOW transaction_read_only") == "on")
            throw new RegisterUnusableException("The database takes no writes: default_transaction_read_only is set for it or for the role. Run ALTER DATABASE … or ALTER ROLE … RESET default_transaction_read_only.");
        if ((string)Scalar(connection, "SHOW server_encoding") != "UTF8") throw Unsuited(connection, "is not encoded in UTF-8");
        foreach (var extension in Extensions) EnsureExtension(connection, extension);

        // Where it takes no letter outside ASCII for one, searches for them would read through everything.
        if ((int)Scalar(connection, "SELECT cardinality(show_trgm('åäöж'))") == 0) throw Unsuited(connection, "has a ctype that knows ASCII letters only");
    }

    /// <exception cref="RegisterUnusableException">The version is too old.</exception>
    public static void EnsureVersion(Version version)
    {
        if (version.Major < OldestVersion)
            throw new RegisterUnusableException(string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {version} is too old: a register needs {OldestVersion} or newer. Upgrade the server with pg_upgrade, or name another."));
    }

    /// <summary>None of the hosts takes writes.</summary>
    public static RegisterUnusableException StandbyOnly() =>
        new("Every host that answers is a read-only standby: name the primary too (Host=a,b), or promote the standby.");

    private static void EnsureExtension(NpgsqlConnection connection, string extension)
    {
        try
        {
            using var command = connection.Command($"CREATE EXTENSION IF NOT EXISTS {extension}");
            command.ExecuteNonQuery();
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new RegisterUnusableException($"The role may not create the extension {extension}: let an administrator run CREATE EXTENSION {extension}; in the database {connection.Database}.", fault);
        }
        catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.FeatureNotSupported)
        {
            throw new RegisterUnusableException($"The server does not have the extension {extension}: install PostgreSQL's contrib modules (Debian: apt-get install postgresql-contrib), then start again.", fault);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another node that starts at the same time was first.
        }
    }

    private static RegisterUnusableException Unsuited(NpgsqlConnection connection, string what) => new(
        $"The database {connection.Database} {what}: create another with CREATE DATABASE kundbok OWNER {Quoted((string)Scalar(connection, "SELECT current_user::text"))} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'; and name that.");

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static object Scalar(NpgsqlConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        return command.ExecuteScalar()!;
    }
}
