namespace Kundbok.Server.Tests.Nodes;

/// <summary>Nodes of the real program over one database, each with a data directory of its own and a copy of one secret file.</summary>
internal sealed class NodeGroup(string database) : IAsyncDisposable
{
    private const string SecretFile = "secret.json";

    private readonly TemporaryDirectory _directory = new();
    private readonly List<ServerProcess> _nodes = [];

    public ServerProcess this[int index] => _nodes[index];

    /// <summary>The data directory of a node, whether or not it was started.</summary>
    public string DataOf(int index) => _directory.File($"node-{index}");

    /// <summary>Starts the next node, with the first one's secret file.</summary>
    public async Task<ServerProcess> AddAsync()
    {
        var data = DataOf(_nodes.Count);
        if (_nodes.Count > 0) CopySecret(_nodes.Count);
        var node = await ServerProcess.StartAsync(data, "--database", database);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Gives a node the first one's secret file.</summary>
    public void CopySecret(int index)
    {
        Directory.CreateDirectory(DataOf(index));
        File.Copy(Path.Combine(DataOf(0), SecretFile), Path.Combine(DataOf(index), SecretFile), overwrite: true);
    }

    /// <summary>Runs a command about the group's register, with the first node's data directory.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await ServerProcess.RunAsync(null, [.. arguments, "--data", DataOf(0), "--database", database]);
        exitCode.ShouldBe(0, $"{output}{errors}");
        return output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        _directory.Dispose();
    }
}
