using System.Buffers.Binary;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// The pages of a database as its file has them, and what of them no row uses (SQLite's file format, section 1.6). When SQLite moves rows
/// from one page to another to keep its trees balanced, it may leave copies on the first, in the gap before its rows; removing the rows later
/// overwrites them where they are then, also with <c>secure_delete</c>, and not these.
/// </summary>
internal sealed class SqlitePages
{
    private const int ReadAtOnce = 256;
    private const int FirstPageHeader = 100; // the database's own, before the page's
    private const int LeafHeader = 8;
    private const int InnerHeader = 12;

    // Other pages begin with the number of a page, which is below this in a database that begins with no such byte: of up to 128 GiB.
    private const long MostPages = 1L << 25;

    private readonly SqliteFile _file;
    private readonly int _size;
    private readonly int _usable;

    /// <param name="session">An open connection to the database.</param>
    public SqlitePages(SqliteSession session)
    {
        _file = new SqliteFile(session.Connection);
        Span<byte> header = stackalloc byte[FirstPageHeader];
        _file.Read(0, header);
        _size = BinaryPrimitives.ReadUInt16BigEndian(header[16..]) is var size && size == 1 ? 1 << 16 : size;
        _usable = _size - header[20];
    }

    /// <summary>The numbers of the pages that have something where no row is. What others write meanwhile may be missed.</summary>
    /// <exception cref="RegisterUnavailableException">The database is so large that its pages cannot be told apart.</exception>
    public IEnumerable<long> FindUnclean()
    {
        var count = _file.Size() / _size;
        if (count > MostPages) throw new RegisterUnavailableException("The customer is erased, but the database is too large to be looked through for what its file still has of it: stop the server and run VACUUM on it.") { IsOutcomeUnknown = true };
        var pages = new byte[ReadAtOnce * _size];
        for (var first = 0L; first < count; first += ReadAtOnce)
        {
            var read = (int)Math.Min(ReadAtOnce, count - first);
            _file.Read(first * _size, pages.AsSpan(0, read * _size));
            for (var i = 0; i < read; i++)
            {
                var number = first + i + 1;
                var page = pages.AsSpan(i * _size, _size);
                if (page[GapOf(number, page)].ContainsAnyExcept((byte)0)) yield return number;
            }
        }
    }

    /// <summary>Overwrites what is where no row is on the page. Only while nobody writes and the write-ahead log is empty.</summary>
    public void Clean(long number)
    {
        var offset = (number - 1) * _size;
        var page = new byte[_size];
        _file.Read(offset, page);
        var gap = GapOf(number, page);
        var (start, length) = gap.GetOffsetAndLength(_size);
        if (length > 0) _file.Write(offset + start, new byte[length]);
    }

    /// <summary>Waits until what was overwritten is on the disk.</summary>
    public void Sync() => _file.Sync();

    // Between the pointers to the rows, which grow from the page's header on, and the rows, which grow from its end; none on a page of no tree.
    private Range GapOf(long number, ReadOnlySpan<byte> page)
    {
        var header = number == 1 ? FirstPageHeader : 0;
        var headerSize = page[header] switch
        {
            2 or 5 => InnerHeader,
            10 or 13 => LeafHeader,
            _ => 0,
        };
        if (headerSize == 0) return ..0;

        var start = header + headerSize + 2 * BinaryPrimitives.ReadUInt16BigEndian(page[(header + 3)..]);
        var end = BinaryPrimitives.ReadUInt16BigEndian(page[(header + 5)..]) is var rows && rows == 0 ? 1 << 16 : rows;
        return start < end && end <= _usable ? start..end : ..0;
    }
}
