using System.Text;
using Kundbok.Storage.Sqlite;

namespace Kundbok.Storage.Tests;

/// <summary>What is in the files of a directory, byte for byte, and in the search index.</summary>
internal static class DatabaseFiles
{
    /// <summary>The texts that are in any file of the directory, each with the file's name.</summary>
    public static IReadOnlyList<string> Find(string directory, IEnumerable<string> texts)
    {
        var wanted = texts.ToList();
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            var bytes = ReadAll(file);
            found.AddRange(wanted.Where(text => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0).Select(text => $"{Path.GetFileName(file)}: {text}"));
        }

        return found;
    }

    /// <summary>The terms that the search index answers with.</summary>
    public static IReadOnlySet<string> Terms(string directory)
    {
        using var session = Open(directory);
        session.Execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, customer_search, 'instance')");
        var terms = new HashSet<string>(StringComparer.Ordinal);
        using var reader = session.Prepared("SELECT DISTINCT term FROM temp.terms").ExecuteReader();
        while (reader.Read()) terms.Add(reader.GetString(0));
        return terms;
    }

    /// <summary>Those of the texts that are in the blocks which the search index consists of, deleted or not.</summary>
    public static IReadOnlyList<string> FindInIndex(string directory, IEnumerable<string> texts)
    {
        var wanted = texts.ToList();
        var found = new List<string>();
        using var session = Open(directory);
        using var reader = session.Prepared("SELECT block FROM customer_search_data UNION ALL SELECT term FROM customer_search_idx").ExecuteReader();
        while (reader.Read())
        {
            var block = reader.GetFieldValue<byte[]>(0);
            found.AddRange(wanted.Where(text => block.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0));
        }

        return found;
    }

    /// <summary>What the search index takes a text apart into.</summary>
    public static IEnumerable<string> TrigramsOf(string text)
    {
        var runes = text.EnumerateRunes().Select(rune => rune.ToString()).ToArray();
        for (var i = 0; i + 3 <= runes.Length; i++) yield return string.Concat(runes[i..(i + 3)]);
    }

    private static SqliteSession Open(string directory) => new(Path.Combine(directory, SqliteRegister.FileName), readOnly: false);

    private static byte[] ReadAll(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
