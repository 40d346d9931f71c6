namespace Kundbok.TestServers;

/// <summary>Files of the repository that tests hold the program against.</summary>
public static class RepositoryFile
{
    private static readonly string Root = FindRoot();

    /// <summary>The path of a file, from the repository's root.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(directory, "Kundbok.slnx"))) directory = System.IO.Path.GetDirectoryName(directory)!;
        return directory;
    }
}
