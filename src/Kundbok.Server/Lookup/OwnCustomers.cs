using Kundbok.Contracts;
using Kundbok.Lookup;
using Kundbok.Server.Http;
using Kundbok.Storage;

namespace Kundbok.Server.Lookup;

/// <summary>The merchant's own customers as a source: the newest customer that has the number.</summary>
internal sealed class OwnCustomers(ICustomerStore store, TimeProvider time) : ILookupSource
{
    // More customers than have one number, even where the centuries of two people differ.
    private static readonly CustomerSlice Newest = new(new CustomerSort(SortField.Id, Descending: true), After: null, Skip: 0, Limit: 100);

    public string Name => "own-customers";

    /// <inheritdoc/>
    public bool Serves(IdentityNumberKind kind) => true;

    /// <inheritdoc/>
    public async ValueTask<LookupAnswer> AskAsync(long merchant, IdentityNumberResult.Valid number, CancellationToken cancellation)
    {
        var hasNumber = new CustomerFilter([new FieldIs(CustomerFields.CompanyNumber, number.Canonical, Inverted: false)]);
        try
        {
            using var page = await store.ListAsync(merchant, hasNumber, Newest, cancellation);
            for (var i = 0; i < page.Ids.Count; i++)
            {
                var customer = CustomerJson.Read(page[i].Span);
                if (!IsAnotherPerson(customer, number)) return new LookupAnswer.Found(PartyOf(customer, number));
            }

            return new LookupAnswer.NotFound();
        }
        catch (RegisterUnavailableException)
        {
            return new LookupAnswer.Unavailable(TimeSpan.FromSeconds(Problems.RetryAfterSeconds));
        }
    }

    // The filter leaves centuries out; who was born a hundred years earlier is somebody else.
    private bool IsAnotherPerson(Customer customer, IdentityNumberResult.Valid number) =>
        IdentityNumber.Classify(customer[CustomerFields.CompanyNumber], Today()) is IdentityNumberResult.Valid { YearOfBirth: { } year }
        && number.YearOfBirth is { } asked
        && year != asked;

    private Party PartyOf(Customer customer, IdentityNumberResult.Valid number)
    {
        var name = customer[CustomerFields.Name].Trim();
        var isPerson = IsPerson(customer, number);
        var lastSpace = name.LastIndexOf(' ');
        return new Party(
            FirstName: isPerson && lastSpace > 0 ? name[..lastSpace].TrimEnd() : "",
            LastName: isPerson ? name[(lastSpace + 1)..] : "",
            Company: isPerson ? "" : name,
            Street: customer[CustomerFields.Address],
            Zip: string.Concat(customer[CustomerFields.PostalCode].Where(c => !char.IsWhiteSpace(c))),
            City: customer[CustomerFields.City],
            Country: CountryOf(customer[CustomerFields.CountryCode].Trim()),
            Phone: FirstSet(customer[CustomerFields.Telephone], customer[CustomerFields.Mobile]),
            Email: customer[CustomerFields.Email]);
    }

    // A record that does not say whether it is a person's (a number stored with a space in it, a Norwegian one without the
    // country) has the number that was asked for, which does.
    private bool IsPerson(Customer customer, IdentityNumberResult.Valid number)
    {
        var kind = CustomerTraits.Kind(customer, Today());
        return kind == CustomerKind.Private || (kind == CustomerKind.Unknown && number.IsPerson);
    }

    private DateOnly Today() => Instants.ToDate(time.GetUtcNow());

    private static string CountryOf(string code) =>
        code.Length == 2 && code.All(char.IsAsciiLetter) ? code.ToUpperInvariant() : "";

    private static string FirstSet(string text, string other) => string.IsNullOrWhiteSpace(text) ? other : text;
}
