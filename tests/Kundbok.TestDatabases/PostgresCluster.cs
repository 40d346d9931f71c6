using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Kundbok.TestDatabases;

/// <summary>
/// A PostgreSQL server of the test's own, in a temporary directory, that listens on 127.0.0.1 alone. Whoever connects gives a password;
/// through the socket in <see cref="Directory"/> none is needed. It does not wait for the disk: it survives <see cref="Kill"/>, not a power cut.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const string Superuser = "postgres";
    private const string AddressInUse = "Address already in use";
    private const int Attempts = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // Newer systems have the first, which orders by code point and knows the case of every letter.
    private static readonly string[] Locales = ["C.UTF-8", "en_US.UTF-8", "C"];

    private static readonly (string Name, string Value)[] Settings =
    [
        ("listen_addresses", "127.0.0.1"),
        ("password_encryption", "scram-sha-256"),
        ("max_connections", "200"),
        ("shared_buffers", "64MB"),
        ("dynamic_shared_memory_type", "mmap"), // in the data directory, so that a killed server leaves none of it elsewhere
        ("fsync", "off"),
        ("full_page_writes", "off"),
        ("synchronous_commit", "on"),
        ("autovacuum", "on"),
        ("wal_level", "replica"),
        ("wal_keep_size", "128MB"), // a standby that was away for a while still finds what it missed
        ("max_wal_senders", "10"),
        ("log_line_prefix", "%m [%p] %q%u@%d %a "),
    ];

    private readonly string _password;
    private Process? _server;
    private int _isDisposed;

    private PostgresCluster(string directory, string password)
    {
        Directory = directory;
        _password = password;
        AppDomain.CurrentDomain.ProcessExit += DisposeAtExit;
    }

    /// <summary>Where it listens.</summary>
    public string Host { get; } = "127.0.0.1";

    /// <summary>The port, the same after every start.</summary>
    public int Port { get; private set; } = FreePort();

    /// <summary>All that it has; the account that runs its programs may write here. Removed in the end.</summary>
    public string Directory { get; }

    /// <summary>The databases.</summary>
    public string DataDirectory => Path.Combine(Directory, "data");

    /// <summary>What the server has said since it was made.</summary>
    public string LogFile => Path.Combine(Directory, "log");

    /// <summary>Where PostgreSQL's programs are.</summary>
    public static string BinDirectory => Path.GetDirectoryName(PostgresPrograms.Program("postgres"))!;

    /// <summary>Makes a cluster and starts it. Where that is not possible, the test is skipped.</summary>
    /// <param name="settings">Lines for postgresql.conf, over those that suit tests.</param>
    public static async Task<PostgresCluster> StartAsync(params (string Name, string Value)[] settings)
    {
        Requires.PostgresCluster();
        var cluster = await CreateAsync(RandomNumberGenerator.GetHexString(32));
        return await cluster.BeginAsync(async () =>
        {
            await cluster.InitializeAsync();
            await File.AppendAllLinesAsync(Path.Combine(cluster.DataDirectory, "postgresql.conf"), Settings.Concat(settings).Select(Line));
        });
    }

    /// <summary>Opens a database: as the superuser, or as some role with the password that is given.</summary>
    public string ConnectionString(string database, string? user = null, string? password = null)
    {
        var connection = new NpgsqlConnectionStringBuilder { Host = Host, Port = Port, Database = database, Username = user ?? Superuser };
        if ((password ?? (user is null ? _password : null)) is { } given) connection.Password = given;
        return connection.ConnectionString;
    }

    /// <summary>Makes a database and returns its name.</summary>
    /// <param name="name">Its name; one that no other has when null.</param>
    /// <param name="options">The rest of CREATE DATABASE: by default empty, UTF-8, in the cluster's locale, which is C.UTF-8 where the system has that.</param>
    public async Task<string> CreateDatabaseAsync(string? name = null, string options = Statements.DatabaseOptions)
    {
        name ??= Statements.UniqueName();
        await Statements.CreateDatabaseAsync(ConnectionString(Superuser), name, options);
        return name;
    }

    /// <summary>Drops a database, whoever is connected to it.</summary>
    public Task DropDatabaseAsync(string name) => Statements.DropDatabaseAsync(ConnectionString(Superuser), name);

    /// <summary>Runs a statement as the superuser.</summary>
    public Task ExecuteAsync(string database, string sql) => Statements.ExecuteAsync(ConnectionString(database), sql);

    /// <summary>The first value that a query gives the superuser.</summary>
    public Task<object?> ScalarAsync(string database, string sql) => Statements.ScalarAsync(ConnectionString(database), sql);

    /// <summary>Makes a standby that follows this server under the name; it has begun to when this returns. Itself it waits for no standby.</summary>
    public async Task<PostgresCluster> StandbyAsync(string applicationName)
    {
        var standby = await CreateAsync(_password);
        await standby.BeginAsync(async () =>
        {
            await RunAsync("pg_basebackup", "--pgdata", standby.DataDirectory, "--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf", "--no-sync");
            var primary = $"host={Host} port={Port} user={Superuser} password={_password} application_name='{applicationName}'";
            await File.AppendAllLinesAsync(
                Path.Combine(standby.DataDirectory, "postgresql.auto.conf"),
                [Line(("primary_conninfo", primary)), Line(("synchronous_standby_names", ""))]);
        });
        var name = applicationName.Replace("'", "''", StringComparison.Ordinal);
        await UntilAsync(async () => await ScalarAsync(Superuser, $"SELECT count(*) FROM pg_stat_replication WHERE application_name = '{name}' AND state = 'streaming'") is > 0L);
        return standby;
    }

    /// <summary>Makes a standby a server in its own right.</summary>
    public Task PromoteAsync() => ControlAsync("promote");

    /// <summary>Stops it in order, breaking off what its clients do.</summary>
    public async Task StopAsync()
    {
        await ControlAsync("stop", "--mode=fast");
        await Server.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Kills every process of it without any notice.</summary>
    public void Kill()
    {
        var others = OperatingSystem.IsLinux() ? [] : Children(Server.Id);
        if (!Server.HasExited) Server.Kill();
        foreach (var process in others) KillProcess(process);
        Server.WaitForExit();

        // With the first gone there are no new ones. Each of them works in the data directory.
        while (OperatingSystem.IsLinux() && ProcessesIn(DataDirectory) is { Count: > 0 } left) left.ForEach(KillProcess);
    }

    /// <summary>Starts it again after it was stopped or killed, on the same port.</summary>
    public async Task RestartAsync()
    {
        for (var attempt = 1; !await LaunchAsync(Port); attempt++)
        {
            if (attempt == Attempts) throw Failure("did not start again");
            await Task.Delay(Pause * attempt);
        }
    }

    /// <summary>Runs a program of PostgreSQL against it as the superuser and returns what it wrote. Where root runs the tests it is not root that runs the program, which can write in <see cref="Directory"/>.</summary>
    /// <exception cref="InvalidOperationException">It failed; what it said on standard error.</exception>
    public Task<string> RunAsync(string program, params string[] arguments) => PostgresPrograms.RunAsync(
        PostgresPrograms.Program(program),
        Directory,
        arguments,
        ("PGHOST", Host),
        ("PGPORT", Port.ToString(CultureInfo.InvariantCulture)),
        ("PGUSER", Superuser),
        ("PGPASSWORD", _password),
        ("PGCLIENTENCODING", "UTF8"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        AppDomain.CurrentDomain.ProcessExit -= DisposeAtExit;
        if (_server is not null) await EndAsync(_server);
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private Process Server => _server ?? throw new InvalidOperationException("The server was not started");

    // Its own account makes the directory, which is nobody else's then, and reads it as the system has it, without links.
    private static async Task<PostgresCluster> CreateAsync(string password)
    {
        var directory = await PostgresPrograms.RunAsync("/bin/sh", Path.GetTempPath(), ["-c", "cd \"$(mktemp -d \"$0\")\" && pwd -P", Path.Combine(Path.GetTempPath(), "kundbok-postgres-XXXXXX")]);
        return new PostgresCluster(directory.Trim(), password);
    }

    private async Task<PostgresCluster> BeginAsync(Func<Task> prepare)
    {
        try
        {
            await prepare();
            for (var attempt = 1; !await LaunchAsync(FreePort()); attempt++)
            {
                if (attempt == Attempts) throw Failure("found no free port");
            }

            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task InitializeAsync()
    {
        var passwordFile = Path.Combine(Directory, "password");
        await File.WriteAllTextAsync(passwordFile, _password);
        foreach (var locale in Locales)
        {
            try
            {
                await RunAsync(
                    "initdb", "--pgdata", DataDirectory, "--username", Superuser, "--pwfile", passwordFile, "--auth-local=trust", "--auth-host=scram-sha-256", "--encoding=UTF8", $"--locale={locale}", "--no-sync");
                return;
            }
            catch (InvalidOperationException e) when (locale != Locales[^1] && e.Message.Contains("locale", StringComparison.Ordinal))
            {
            }
        }
    }

    // False when another listens on the port. What the server says goes to a file and not to us, who may not be there to read it.
    private async Task<bool> LaunchAsync(int port)
    {
        Port = port;
        var alreadySaid = new FileInfo(LogFile) is { Exists: true } log ? log.Length : 0;
        _server?.Dispose();
        _server = PostgresPrograms.Start(
            "/bin/sh",
            Directory,
            ["-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "sh", LogFile, PostgresPrograms.Program("postgres"), "-D", DataDirectory, "-k", Directory, "-p", $"{Port}"],
            isRead: false);
        var patience = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (_server.HasExited) return Said(alreadySaid).Contains(AddressInUse, StringComparison.Ordinal) ? false : throw Failure("did not start");
            if (patience.Elapsed > Patience) throw Failure("started, and does not answer");
            await Task.Delay(Pause);
        }

        return true;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ScalarAsync(Superuser, "SELECT 1");
            return !Server.HasExited;
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or IOException)
        {
            return false;
        }
    }

    private Task ControlAsync(string action, params string[] more) =>
        RunAsync("pg_ctl", [action, "--pgdata", DataDirectory, "--wait", $"--timeout={(int)Patience.TotalSeconds}", .. more]);

    private async Task EndAsync(Process server)
    {
        try
        {
            if (!server.HasExited)
            {
                await ControlAsync("stop", "--mode=immediate");
                await server.WaitForExitAsync().WaitAsync(Patience);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            Kill();
        }

        await RemoveSharedMemoryAsync();
        server.Dispose();
    }

    // A killed server leaves the segment that tells the next one whether it is alone; its lock file says which.
    private async Task RemoveSharedMemoryAsync()
    {
        const int KeyAndId = 6;
        var lockFile = Path.Combine(DataDirectory, "postmaster.pid");
        if (!File.Exists(lockFile) || await File.ReadAllLinesAsync(lockFile) is not { Length: > KeyAndId } lines) return;
        try
        {
            await PostgresPrograms.RunAsync("ipcrm", Directory, ["-m", lines[KeyAndId].Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]]);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It is gone, or there is no ipcrm: it has 56 bytes.
        }
    }

    private void DisposeAtExit(object? sender, EventArgs e) => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private string Said(long from)
    {
        if (!File.Exists(LogFile)) return "";
        using var log = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = from;
        using var reader = new StreamReader(log);
        return reader.ReadToEnd();
    }

    private InvalidOperationException Failure(string what) => new($"PostgreSQL {what}: {Said(0)}");

    private static string Line((string Name, string Value) setting) => $"{setting.Name} = '{setting.Value.Replace("'", "''", StringComparison.Ordinal)}'";

    // Below the ports that systems give to clients: one that tries again and again while the server is away would be given its very port,
    // and be connected to itself.
    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
            }
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var patience = Stopwatch.StartNew();
        while (!await holds())
        {
            if (patience.Elapsed > Patience) throw new TimeoutException("The standby does not follow");
            await Task.Delay(Pause);
        }
    }

    private static List<int> ProcessesIn(string directory)
    {
        var found = new List<int>();
        foreach (var process in System.IO.Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                if (new FileInfo(Path.Combine(process, "cwd")).LinkTarget == directory) found.Add(id);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended, or is another's.
            }
        }

        return found;
    }

    private static List<int> Children(int parent)
    {
        using var pgrep = Process.Start(new ProcessStartInfo("pgrep", ["-P", $"{parent}"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var children = pgrep.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. children.Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
    }

    private static void KillProcess(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended.
        }
    }
}
