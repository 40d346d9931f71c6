using System.Buffers;
using System.Text;
using System.Text.Json;
using Kundbok.Contracts;

namespace Kundbok.Server.Exports;

/// <summary>
/// Walks the values of a stored document in the order of the field table, as UTF-8 text without the escapes of JSON. A field
/// that the document does not have yet (it was written before the field existed) is empty.
/// </summary>
internal ref struct DocumentFields : IDisposable
{
    private static readonly byte[][] Names = [.. CustomerFields.All.Select(field => Encoding.UTF8.GetBytes(field.Name))];

    private Utf8JsonReader _reader;
    private byte[]? _unescaped;
    private int _written; // ordinal of the field whose name was read last; behind the last field once the document is read

    public DocumentFields(ReadOnlySpan<byte> document)
    {
        _reader = new Utf8JsonReader(document);
        _reader.Read();
        Ordinal = -1;
        ReadName();
    }

    /// <summary>Place of the current field in <see cref="CustomerFields.All"/>.</summary>
    public int Ordinal { get; private set; }

    /// <summary>The current field's value. Good until the next field.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next field; false behind the last.</summary>
    /// <exception cref="JsonException">The bytes are not a document that <see cref="CustomerJson.Write(Customer)"/> made.</exception>
    public bool MoveNext()
    {
        Ordinal++;
        Value = default;
        if (_written == Ordinal && Ordinal < Names.Length)
        {
            ReadValue();
            ReadName();
        }

        return Ordinal < Names.Length;
    }

    public void Dispose()
    {
        if (_unescaped is not null) ArrayPool<byte>.Shared.Return(_unescaped);
        _unescaped = null;
    }

    private void ReadName()
    {
        _reader.Read();
        var next = Ordinal + 1;
        if (_reader.TokenType != JsonTokenType.PropertyName) _written = Names.Length;
        else if (next < Names.Length && _reader.ValueTextEquals(Names[next])) _written = next;
        else _written = CustomerJson.FieldAt(ref _reader, next).Ordinal;

        if (_written < next) throw new JsonException("The document has its fields in another order.");
    }

    private void ReadValue()
    {
        _reader.Read();
        Value = _reader.ValueIsEscaped ? Unescape() : _reader.ValueSpan;
    }

    private ReadOnlySpan<byte> Unescape()
    {
        if (_unescaped is null || _unescaped.Length < _reader.ValueSpan.Length)
        {
            Dispose();
            _unescaped = ArrayPool<byte>.Shared.Rent(_reader.ValueSpan.Length);
        }

        return _unescaped.AsSpan(0, _reader.CopyString(_unescaped));
    }
}
