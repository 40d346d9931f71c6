using System.Buffers;

namespace Kundbok.Storage;

/// <summary>
/// A slice of customers, read as one snapshot: the documents of the first ones, joined by commas in one rented buffer, and, when
/// they would be too much to hold at once, the ids of the rest. Disposing of it gives the buffer back: no memory of it may be
/// used after that.
/// </summary>
public sealed class CustomerPage : IDisposable
{
    /// <summary>Bytes of documents after which a page stops reading and only lists ids.</summary>
    public const int MostBytes = 1 << 20;

    // What most documents take, commas included; a page of larger ones grows.
    private const int BytesOfCustomer = 1200;

    private readonly List<long> _ids = [];
    private readonly List<int> _ends = [];
    private readonly List<long> _unread = [];
    private byte[] _buffer;
    private int _length;

    /// <param name="customers">How many customers there may be.</param>
    internal CustomerPage(int customers) => _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)customers * BytesOfCustomer, MostBytes));

    /// <summary>The ids of the customers whose documents are here, in order.</summary>
    public IReadOnlyList<long> Ids => _ids;

    /// <summary>The documents joined by commas: a JSON array without its brackets.</summary>
    public ReadOnlyMemory<byte> Joined => _buffer.AsMemory(0, _length);

    /// <summary>The ids of the slice's other customers, in order, for <see cref="ICustomerStore.FindManyAsync"/>.</summary>
    public IReadOnlyList<long> Unread => _unread;

    /// <summary>The place behind the slice's last customer, when there are more customers behind it; else null.</summary>
    public CustomerPosition? Next { get; internal set; }

    internal bool IsFull => _length >= MostBytes;

    /// <summary>The document at that place among <see cref="Ids"/>.</summary>
    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : _ends[index - 1] + 1;
            return _buffer.AsMemory(start, _ends[index] - start);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    internal void Add(long id, ReadOnlySpan<byte> document)
    {
        var comma = _ids.Count == 0 ? 0 : 1;
        Reserve(comma + document.Length);
        if (comma == 1) _buffer[_length++] = (byte)',';
        document.CopyTo(_buffer.AsSpan(_length));
        _length += document.Length;
        _ids.Add(id);
        _ends.Add(_length);
    }

    internal void AddUnread(long id) => _unread.Add(id);

    private void Reserve(int more)
    {
        if (_length + more <= _buffer.Length) return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + more));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
