using System.Text;
using System.Text.RegularExpressions;

namespace Kundbok.Server.Tests.Durability;

/// <summary>
/// SQLite keeps a commit through the death of its process at any setting, so killing shows nothing about a power cut. What does is
/// the order of system calls: the log is on disk between the arrival of a write and its answer.
/// </summary>
public sealed partial class SyncTests : IDisposable
{
    private const string Setting = "synchronous = FULL;";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_log_is_synced_between_a_write_and_its_answer() =>
        (await SyncsBeforeAnswersAsync(ServerProcess.ProgramDirectory)).ShouldAllBe(syncs => syncs > 0);

    // The same program but for that one setting, so that it is seen that the check above can fail.
    [Fact]
    public async Task Without_synchronous_full_the_same_check_fails()
    {
        var program = _directory.File("program");
        CopyProgram(program);
        var assembly = Path.Combine(program, "Kundbok.Storage.dll");
        var bytes = await File.ReadAllBytesAsync(assembly);
        var at = bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(Setting));
        at.ShouldBeGreaterThan(0);
        Encoding.Unicode.GetBytes("synchronous = OFF; ").CopyTo(bytes.AsSpan(at));
        await File.WriteAllBytesAsync(assembly, bytes);

        (await SyncsBeforeAnswersAsync(program)).ShouldAllBe(syncs => syncs == 0);
    }

    // For each of some writes, one after the other: how often the log was synced between its arrival and its answer.
    private async Task<List<int>> SyncsBeforeAnswersAsync(string program)
    {
        Requires.Command("strace", "apt-get install strace");
        var trace = _directory.File("trace");
        string[] strace = ["strace", "-f", "-y", "-qq", "-s", "40", "-e", "trace=recvmsg,recvfrom,read,sendmsg,sendto,write,fsync,fdatasync", "-o", trace];
        await using (var server = await ServerProcess.StartAsync(strace, program, _directory.File("data")))
        {
            using var client = server.Client(server.GreetingToken());
            for (var i = 0; i < 3; i++) await client.CreateAsync("""{"name":"A"}""");
            await client.SendAsync(HttpMethod.Delete, "/customers", "[1,2,3]").JsonAsync();
        }

        var syncs = new List<int>();
        var inWrite = false;
        var syncing = new HashSet<string>(StringComparer.Ordinal); // threads in a call that has not returned
        await foreach (var line in File.ReadLinesAsync(trace))
        {
            if (Arrival().IsMatch(line))
            {
                inWrite = true;
                syncs.Add(0);
            }
            else if (Answer().IsMatch(line)) inWrite = false;
            else if (SyncOfLog().Match(line) is { Success: true } begun)
            {
                if (begun.Groups["done"].Success) Count();
                else syncing.Add(begun.Groups["thread"].Value);
            }
            else if (SyncEnd().Match(line) is { Success: true } ended && syncing.Remove(ended.Groups["thread"].Value)) Count();
        }

        syncs.Count.ShouldBe(4, "the writes were not found in the trace");
        return syncs;

        void Count()
        {
            if (inWrite) syncs[^1]++;
        }
    }

    private static void CopyProgram(string to)
    {
        foreach (var file in Directory.EnumerateFiles(ServerProcess.ProgramDirectory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(ServerProcess.ProgramDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    [GeneratedRegex("\"(POST|DELETE) /customers", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Arrival();

    [GeneratedRegex("(send|write).*\"HTTP/1.1 200", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Answer();

    // A call during which another thread is traced is two lines.
    [GeneratedRegex(@"^(?<thread>\d+) +f(data)?sync\(\d+<[^>]*kundbok\.db-wal>((?<done>\) += 0)| <unfinished)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SyncOfLog();

    [GeneratedRegex(@"^(?<thread>\d+) +<\.\.\. f(data)?sync resumed>\) += 0", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SyncEnd();
}
