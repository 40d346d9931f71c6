using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Kundbok.Server.Access;
using Kundbok.Storage;

namespace Kundbok.Server.Customers;

/// <summary>
/// Writes a place in a list as the text of an <c>after</c> parameter, and reads it back. The place holds a sort key, which can be a
/// name, and the text ends up in addresses and other people's logs: so it is encrypted, and bound to the merchant and the sort.
/// Cursors stay good over restarts, and for as long as the key they were made with verifies tokens.
/// </summary>
internal sealed class PageCursor(SecretKeys secrets)
{
    private const int IdBytes = sizeof(long);

    private readonly SecretSeal _seal = new(secrets, "page cursor");

    /// <summary>The cursor of a place.</summary>
    public string Write(CustomerPosition position, long merchant, CustomerSort sort)
    {
        var plain = new byte[IdBytes + Encoding.UTF8.GetByteCount(position.Key)];
        BinaryPrimitives.WriteInt64BigEndian(plain, position.Id);
        Encoding.UTF8.GetBytes(position.Key, plain.AsSpan(IdBytes));
        return Base64Url.EncodeToString(_seal.Seal(plain, Binding(merchant, sort)));
    }

    /// <summary>The place of a cursor; null when it was not made by <see cref="Write"/> for this merchant and sort.</summary>
    public CustomerPosition? Read(string text, long merchant, CustomerSort sort)
    {
        if (!Base64Url.IsValid(text) || _seal.Open(Base64Url.DecodeFromChars(text), Binding(merchant, sort)) is not { Bytes: { Length: >= IdBytes } plain }) return null;
        return new CustomerPosition(Encoding.UTF8.GetString(plain.AsSpan(IdBytes)), BinaryPrimitives.ReadInt64BigEndian(plain));
    }

    private static byte[] Binding(long merchant, CustomerSort sort) => Encoding.UTF8.GetBytes($"{merchant} {PageQuery.NameOf(sort)}");
}
