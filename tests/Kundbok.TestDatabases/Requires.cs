namespace Kundbok.TestDatabases;

/// <summary>What some tests need beyond the .NET SDK. Without it they are skipped, unless KUNDBOK_REQUIRE_ALL=1, which makes that a failure.</summary>
public static class Requires
{
    private const string InstallPostgres = "apt-get install postgresql";

    /// <summary>A program in PATH.</summary>
    public static void Command(string name, string install) => Require(Find(name) is not null, $"{name} is not installed: {install}");

    /// <summary>Where Chromium is; null when it is not installed.</summary>
    public static string? ChromiumPath { get; } = new[] { "chromium", "chromium-browser", "google-chrome" }.Select(Find).FirstOrDefault(path => path is not null);

    /// <summary>A browser for journeys through the portal.</summary>
    public static void Chromium() => Require(ChromiumPath is not null, "Chromium is not installed: apt-get install chromium");

    /// <summary>A system that has signals.</summary>
    public static void Unix() => Require(!OperatingSystem.IsWindows(), "signals are sent as Unix has them");

    /// <summary>Whether there is a PostgreSQL server, or one can be started here.</summary>
    public static bool HasPostgres => SharedPostgres.Given is not null || (!OperatingSystem.IsWindows() && PostgresPrograms.Directory is not null && (!Environment.IsPrivilegedProcess || PostgresPrograms.Account is not null));

    /// <summary>What <c>.ci/publish</c> made, in the directory that KUNDBOK_PUBLISHED names; null when it names none.</summary>
    public static string? PublishedDirectory { get; } = Environment.GetEnvironmentVariable("KUNDBOK_PUBLISHED") is { Length: > 0 } directory ? Path.GetFullPath(directory) : null;

    /// <summary>What is published, which takes as long as many tests together, and so is made once for all of them.</summary>
    public static void Published() => Require(PublishedDirectory is not null, "nothing is published: .ci/publish /tmp/published, and KUNDBOK_PUBLISHED=/tmp/published");

    /// <summary>The right to mount a file system, which root has on Linux.</summary>
    public static void Mounting() => Require(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can mount a small file system: run the tests as root");

    /// <summary>A PostgreSQL server: that of KUNDBOK_TEST_POSTGRES, else one that can be started here.</summary>
    public static void Postgres()
    {
        if (SharedPostgres.Given is null) PostgresCluster();
    }

    /// <summary>The programs of PostgreSQL and an account to run them, for a server of the test's own.</summary>
    public static void PostgresCluster()
    {
        Unix();
        Require(PostgresPrograms.Directory is not null, $"PostgreSQL is not installed, nor named by {PostgresPrograms.DirectoryVariable}: {InstallPostgres}");
        Require(!Environment.IsPrivilegedProcess || PostgresPrograms.Account is not null, $"PostgreSQL does not run as root, and there is no account postgres or nobody: {InstallPostgres}");
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);

    private static void Require(bool fulfilled, string reason)
    {
        if (fulfilled) return;
        if (Environment.GetEnvironmentVariable("KUNDBOK_REQUIRE_ALL") == "1") Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
