using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Kundbok.Storage;

/// <summary>How many rows there were, and the SHA-256 of everything in them.</summary>
internal sealed class RowChecksum : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _count;

    /// <summary>Counts a row; what is added behind this belongs to it.</summary>
    public void BeginRow() => _count++;

    /// <summary>Adds a number.</summary>
    public void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }

    /// <summary>Adds bytes, and before them how many.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        _hash.AppendData(bytes);
    }

    /// <summary>Adds a text.</summary>
    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether the rows were as many, and the same.</summary>
    public bool IsSame(RowChecksum other) => _count == other._count && _hash.GetCurrentHash().AsSpan().SequenceEqual(other._hash.GetCurrentHash());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
