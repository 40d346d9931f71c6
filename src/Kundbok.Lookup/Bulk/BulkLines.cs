using System.IO.Hashing;

namespace Kundbok.Lookup.Bulk;

/// <summary>The lines of a stream, ended by LF or CRLF, through one buffer; and the checksum that a zip has of them.</summary>
internal sealed class BulkLines(Stream stream)
{
    // Rows are some hundred bytes; what describes a business may be some thousand.
    private const int MostBytes = 256 * 1024;

    private readonly Crc32 _checksum = new();
    private readonly byte[] _buffer = new byte[MostBytes];
    private int _start;
    private int _end;
    private int _line; // where the current line is in the buffer
    private int _length;

    /// <summary>Bytes that were read from the stream.</summary>
    public long BytesRead { get; private set; }

    /// <summary>CRC-32 of these.</summary>
    public uint Checksum => _checksum.GetCurrentHashAsUInt32();

    /// <summary>The current line's number, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The current line, good until the next.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_line, _length);

    /// <summary>Goes to the next line.</summary>
    public BulkLine Next()
    {
        Number++;
        var searched = 0;
        var isTooLong = false;
        while (true)
        {
            var end = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (end >= 0) return Take(searched + end, more: 1, isTooLong);

            searched = _end - _start;
            if (searched == MostBytes)
            {
                isTooLong = true;
                (_start, _end, searched) = (0, 0, 0);
            }

            if (!Fill()) return searched == 0 && !isTooLong ? BulkLine.End : Take(searched, more: 0, isTooLong);
        }
    }

    private BulkLine Take(int length, int more, bool isTooLong)
    {
        _line = _start;
        _length = length > 0 && _buffer[_start + length - 1] == '\r' ? length - 1 : length;
        _start += length + more;
        return isTooLong ? BulkLine.TooLong : BulkLine.Whole;
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = stream.Read(_buffer.AsSpan(_end));
        _checksum.Append(_buffer.AsSpan(_end, read));
        BytesRead += read;
        _end += read;
        return read > 0;
    }
}

/// <summary>What <see cref="BulkLines.Next"/> came to.</summary>
internal enum BulkLine
{
    Whole,
    TooLong,
    End,
}
