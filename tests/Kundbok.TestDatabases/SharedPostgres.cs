namespace Kundbok.TestDatabases;

/// <summary>
/// The PostgreSQL server that the tests of an assembly share: that of KUNDBOK_TEST_POSTGRES, the connection string of a role that may
/// create databases, else a cluster that is started at first use and goes with <see cref="SharedPostgresFixture"/>.
/// </summary>
public static class SharedPostgres
{
    private static readonly Lazy<Task<PostgresCluster>> Cluster = new(() => PostgresCluster.StartAsync());

    /// <summary>The server that was given by KUNDBOK_TEST_POSTGRES.</summary>
    internal static string? Given { get; } = Environment.GetEnvironmentVariable("KUNDBOK_TEST_POSTGRES") is { Length: > 0 } given ? given : null;

    /// <summary>Makes an empty database. Where there is no server to make it in, the test is skipped.</summary>
    public static async Task<TestDatabase> CreateDatabaseAsync()
    {
        Requires.Postgres();
        return await TestDatabase.CreateAsync(Given ?? (await Cluster.Value).ConnectionString("postgres"));
    }

    internal static async ValueTask DisposeAsync()
    {
        if (Cluster is { IsValueCreated: true, Value.IsFaulted: false }) await (await Cluster.Value).DisposeAsync();
    }
}
