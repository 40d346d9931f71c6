using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
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
    private const string Purpose = "page cursor";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int IdBytes = sizeof(long);

    /// <summary>The cursor of a place.</summary>
    public string Write(CustomerPosition position, long merchant, CustomerSort sort)
    {
        var plain = new byte[IdBytes + Encoding.UTF8.GetByteCount(position.Key)];
        BinaryPrimitives.WriteInt64BigEndian(plain, position.Id);
        Encoding.UTF8.GetBytes(position.Key, plain.AsSpan(IdBytes));

        var cursor = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(cursor.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(secrets.Derive(Purpose), TagBytes);
        cipher.Encrypt(cursor.AsSpan(0, NonceBytes), plain, cursor.AsSpan(NonceBytes + TagBytes), cursor.AsSpan(NonceBytes, TagBytes), Binding(merchant, sort));
        return Base64Url.EncodeToString(cursor);
    }

    /// <summary>The place of a cursor; null when it was not made by <see cref="Write"/> for this merchant and sort.</summary>
    public CustomerPosition? Read(string text, long merchant, CustomerSort sort)
    {
        if (!Base64Url.IsValid(text)) return null;
        var cursor = Base64Url.DecodeFromChars(text);
        if (cursor.Length < NonceBytes + TagBytes + IdBytes) return null;

        var plain = new byte[cursor.Length - NonceBytes - TagBytes];
        foreach (var key in secrets.DeriveEach(Purpose))
        {
            if (TryDecrypt(key, cursor, plain, Binding(merchant, sort)))
                return new CustomerPosition(Encoding.UTF8.GetString(plain.AsSpan(IdBytes)), BinaryPrimitives.ReadInt64BigEndian(plain));
        }

        return null;
    }

    private static bool TryDecrypt(byte[] key, ReadOnlySpan<byte> cursor, Span<byte> plain, ReadOnlySpan<byte> binding)
    {
        using var cipher = new AesGcm(key, TagBytes);
        try
        {
            cipher.Decrypt(cursor[..NonceBytes], cursor[(NonceBytes + TagBytes)..], cursor.Slice(NonceBytes, TagBytes), plain, binding);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static byte[] Binding(long merchant, CustomerSort sort) => Encoding.UTF8.GetBytes($"{merchant} {PageQuery.NameOf(sort)}");
}
