using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kundbok.Contracts;

namespace Kundbok.Lookup.Online;

/// <summary>
/// Qvickly's getAddress, with the merchant's own account: persons, when the merchant has said so, and organisations of Sweden. Its provider
/// allows it only together with its payments.
/// </summary>
/// <remarks>
/// Published: the address, the request, the hash and its vectors, the fields of an answer, and the codes of errors. Recorded by public clients:
/// that an error may come alone, at the top and without credentials, which is believed for what it denies and never for whom it names; that
/// codes are texts or numbers; and that <c>test</c> is "1" or "0". How a protected identity looks is told by neither: whoever has no name or no street, or is said to be protected in words, is
/// taken to be. No live call has been made.
/// </remarks>
internal sealed class QvicklySource(OnlineCaller caller, IQvicklyAccounts accounts, QvicklyOptions options) : ILookupSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "qvickly";

    private const string Version = "2.5.0";
    private const string Client = "Kundbok";

    private static readonly Uri Published = new("https://api.qvickly.io/");

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public bool Serves(IdentityNumberKind kind) =>
        kind is IdentityNumberKind.SwedishPerson or IdentityNumberKind.SwedishCoordination or IdentityNumberKind.SwedishOrganisation;

    /// <inheritdoc/>
    public async ValueTask<LookupAnswer> AskAsync(long merchant, IdentityNumberResult.Valid number, CancellationToken cancellation)
    {
        QvicklyAccount? account;
        try
        {
            account = await accounts.FindAsync(merchant, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return new LookupAnswer.Unavailable(SourceException.Later) { Reason = "the merchant's account cannot be read" };
        }

        if (account is null) return new LookupAnswer.NotFound { Reason = "the merchant has not set it up" };
        if (number.IsPerson && !account.Persons) return new LookupAnswer.NotFound { Reason = "the merchant has not set it up for persons" };

        // With another account, whatever was kept is somebody else's.
        var scope = string.Create(CultureInfo.InvariantCulture, $"{merchant} {Hash(account.Secret, account.Id)[..16]}");
        return await caller.AskAsync(scope, number, () => FetchAsync(account, number), cancellation);
    }

    /// <summary>The hash of the exact JSON text of what is sent: HMAC-SHA512 in lower-case hexadecimal.</summary>
    internal static string Hash(string secret, string data) => Convert.ToHexStringLower(HMACSHA512.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(data)));

    private async Task<LookupAnswer> FetchAsync(QvicklyAccount account, IdentityNumberResult.Valid number)
    {
        var now = caller.Time.GetUtcNow();
        var data = PhpJson.Object(("pno", PnoOf(number, now.Year)), ("country", "SE"));
        var credentials = PhpJson.Object(
            ("id", account.Id),
            ("hash", Hash(account.Secret, data)),
            ("version", Version),
            ("client", Client),
            ("language", "sv"),
            ("time", now.ToUnixTimeSeconds()),
            ("test", account.IsTest ? "1" : "0"));
        using var request = new HttpRequestMessage(HttpMethod.Post, options.BaseAddress ?? Published)
        {
            Content = new StringContent($$"""{"credentials":{{credentials}},"data":{{data}},"function":"getAddress"}""", Encoding.UTF8, "application/json"),
        };

        using var document = (await caller.SendAsync(request, "/")).Json();
        return AnswerOf(document.RootElement, account.Secret);
    }

    // With a plus sign from the year on in which a person turns a hundred, as the number is written then.
    private static string PnoOf(IdentityNumberResult.Valid number, int year) =>
        $"{number.Canonical[..6]}{(number.YearOfBirth is { } born && year - born >= 100 ? '+' : '-')}{number.Canonical[6..]}";

    private static LookupAnswer AnswerOf(JsonElement answer, string secret)
    {
        var isSigned = answer.Find("credentials") is not null;
        var data = answer.Find("data") ?? (isSigned ? throw SourceException.Nonsense() : answer);
        var code = data.Text("code") is { Length: > 0 } inside ? inside : answer.Text("code");
        if (code is "9010" or "9011" or "9013") throw SourceException.Refused(); // nor can they be signed then

        if (isSigned && !IsTrue(answer.GetProperty("credentials").Text("hash"), data.GetRawText(), secret)) throw new SourceException("signed its answer otherwise", SourceException.Later);
        if (code.Length > 0) return AnswerOf(code);
        return isSigned ? AnswerOf(data) : throw SourceException.Nonsense();
    }

    private static bool IsTrue(string hash, string data, string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hash), Encoding.UTF8.GetBytes(Hash(secret, data)));

    private static LookupAnswer AnswerOf(string code) => code switch
    {
        "8010" or "8011" or "8012" => new LookupAnswer.NotFound(),
        "9014" or "9015" or "9016" => new LookupAnswer.Invalid(),
        "9008" => throw new SourceException("is at fault", SourceException.Soon),
        _ => throw SourceException.Nonsense(),
    };

    private static LookupAnswer AnswerOf(JsonElement data)
    {
        var party = new Party(
            data.Text("firstname"),
            data.Text("lastname"),
            data.Text("company"),
            data.Text("street"),
            data.Zip("zip"),
            data.Text("city"),
            SourceFields.Country(data.Text("country")),
            data.Text("phone"),
            data.Text("email"));
        if (IsProtected(party)) return new LookupAnswer.Protected();

        return new LookupAnswer.Found(party.Company.Length > 0 ? party with { FirstName = "", LastName = "" } : party);
    }

    private static bool IsProtected(Party party) =>
        party.Company.Length == 0
        && ((party.FirstName.Length == 0 && party.LastName.Length == 0)
            || party.Street.Length == 0
            || new[] { party.FirstName, party.LastName, party.Street }.Any(text => text.Contains("skydda", StringComparison.OrdinalIgnoreCase) || text.Contains("sekretess", StringComparison.OrdinalIgnoreCase)));
}
