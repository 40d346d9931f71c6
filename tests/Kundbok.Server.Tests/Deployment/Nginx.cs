using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Kundbok.Server.Tests.Deployment;

/// <summary>nginx with a configuration whose addresses and files were made the test's own.</summary>
internal sealed partial class Nginx : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory;
    private readonly Process _process;
    private readonly Uri _address;

    private Nginx(TemporaryDirectory directory, Process process, Uri address)
    {
        _directory = directory;
        _process = process;
        _address = address;
    }

    public string AccessLog => File.ReadAllText(_directory.File("access.log"));

    public string ErrorLog => File.ReadAllText(_directory.File("error.log"));

    public static async Task<Nginx> StartAsync(string configuration, params Uri[] nodes)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryStartAsync(configuration, nodes);
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                // Somebody else took the port in between.
            }
        }
    }

    public HttpClient Client(string token)
    {
        var client = new HttpClient { BaseAddress = _address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task StopAsync()
    {
        if (_process.HasExited) return;
        using (var kill = Process.Start("kill", ["-QUIT", $"{_process.Id}"])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        _directory.Dispose();
    }

    private static async Task<Nginx> TryStartAsync(string configuration, Uri[] nodes)
    {
        var directory = new TemporaryDirectory();
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var file = directory.File("nginx.conf");
        await File.WriteAllTextAsync(file, Own(configuration, directory.Path, address, nodes));
        (await RunAsync("-t", "-c", file)).ShouldBe(0, "nginx does not accept the configuration");

        var process = Process.Start("nginx", ["-c", file, "-g", "daemon off;"]);
        using var client = new HttpClient();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && !process.HasExited; await Task.Delay(20))
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(address, "/health/live"));
                return new Nginx(directory, process, address);
            }
            catch (HttpRequestException)
            {
                // not yet
            }
        }

        process.Kill(entireProcessTree: true);
        directory.Dispose();
        throw new InvalidOperationException("nginx did not start.");
    }

    private static async Task<int> RunAsync(params string[] arguments)
    {
        using var process = Process.Start("nginx", arguments);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    // The rest stays as it is.
    private static string Own(string configuration, string directory, Uri address, Uri[] nodes)
    {
        var servers = string.Join('\n', nodes.Select(node => $"server 127.0.0.1:{node.Port} max_fails=1 fail_timeout=2s;"));
        var own = Servers().Replace(configuration, servers, 1);
        own = Servers().Replace(own, "")
            .Replace("user www-data;", Environment.IsPrivilegedProcess ? "user root;" : "", StringComparison.Ordinal)
            .Replace("/run/nginx.pid", $"{directory}/nginx.pid", StringComparison.Ordinal)
            .Replace("/var/log/nginx", directory, StringComparison.Ordinal)
            .Replace("listen 80;", $"listen 127.0.0.1:{address.Port};", StringComparison.Ordinal);
        string[] temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        return own.Replace("http {", $"http {{\n{string.Join('\n', temporary.Select(name => $"{name}_temp_path {directory}/{name};"))}", StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"^\s*server 10\.0\.0\.\d+:5080.*;$", RegexOptions.Multiline, 1000)]
    private static partial Regex Servers();
}
