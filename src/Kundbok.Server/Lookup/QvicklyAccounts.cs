using System.Globalization;
using System.Text;
using System.Text.Json;
using Kundbok.Lookup.Online;
using Kundbok.Server.Access;
using Kundbok.Storage;

namespace Kundbok.Server.Lookup;

/// <summary>The merchants' accounts at Qvickly: kept as a whole sealed with the secret file, each bound to its merchant.</summary>
internal sealed class QvicklyAccounts(ILookupStore store, SecretKeys secrets) : IQvicklyAccounts
{
    /// <summary>The source that they are for.</summary>
    public const string Source = "qvickly";

    private readonly SecretSeal _seal = new(secrets, "lookup account");

    /// <summary>Sets a merchant's account. False when there is no such merchant.</summary>
    public ValueTask<bool> SetAsync(long merchant, QvicklyAccount account, CancellationToken cancellation) =>
        store.SetAccountAsync(new LookupAccount(merchant, Source, _seal.Seal(JsonSerializer.SerializeToUtf8Bytes(account, QvicklyJson.Default.QvicklyAccount), Binding(merchant))), cancellation);

    /// <summary>Removes a merchant's account. False when it has none.</summary>
    public ValueTask<bool> RemoveAsync(long merchant, CancellationToken cancellation) => store.RemoveAccountAsync(merchant, Source, cancellation);

    /// <inheritdoc/>
    public async ValueTask<QvicklyAccount?> FindAsync(long merchant, CancellationToken cancellation)
    {
        if (await store.FindAccountAsync(merchant, Source, cancellation) is not { } kept) return null;

        var content = Open(kept) ?? throw new InvalidOperationException("The account was sealed with a secret that is lost: set it again.");
        return JsonSerializer.Deserialize(content.Bytes, QvicklyJson.Default.QvicklyAccount);
    }

    /// <summary>Seals every account again with the newest secret of the file, before the older ones go out of force.</summary>
    public async Task ResealAllAsync(CancellationToken cancellation)
    {
        foreach (var listed in await store.ListAccountsAsync(cancellation))
        {
            var read = listed.Source == Source ? listed : null;

            // Somebody else may do the same, or set another.
            while (read is not null && Open(read) is { IsNewest: false } content && !await store.ResealAccountAsync(read, _seal.Seal(content.Bytes, Binding(read.Merchant)), cancellation))
                read = await store.FindAccountAsync(read.Merchant, Source, cancellation);
        }
    }

    private static byte[] Binding(long merchant) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{merchant} {Source}"));

    private SecretContent? Open(LookupAccount kept) => _seal.Open(kept.Settings.Span, Binding(kept.Merchant));
}
