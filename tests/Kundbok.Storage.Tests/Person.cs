using System.Security.Cryptography;
using System.Text;
using Kundbok.Contracts;

namespace Kundbok.Storage.Tests;

/// <summary>An invented person whose texts nobody else has, and who is written in every way before being erased.</summary>
internal sealed class Person
{
    private const string Key = "the person's key";

    private readonly string _mark;

    /// <param name="mark">A few letters that make the texts this person's own.</param>
    public Person(string mark) => _mark = mark;

    public long Id { get; private set; }

    public static ChangeOrigin Maja { get; } = new(new Actor(ActorKind.User, "maja"));

    /// <summary>The origin of a create under the person's key.</summary>
    public ChangeOrigin Once => Maja with { Key = new RetryKey(SHA256.HashData(Encoding.UTF8.GetBytes(Key + _mark)), SHA256.HashData(Encoding.UTF8.GetBytes(Name))) };

    private string Name => $"Öqvistzj {_mark} Åsäxqv";

    private string OtherName => $"Ärlawqz {_mark} Ödmjukxjq-Näktergalswzx av Yttersta Sjöskogsgränden";

    private string Email => $"zjaxqv.{_mark}@exempel-wqzj.example";

    private string Address => $"Göxjqvägen {_mark} 77";

    private string City => $"Bräxjqstad {_mark}";

    private string Number => $"KX-77Q-{_mark}";

    // Published by Skatteverket for tests, written with separators.
    private static string PersonalNumber => "19900118-9811";

    // Of 60 kB: most of it is on pages of its own.
    private string Notes => string.Concat(Enumerable.Range(0, 1_500).Select(i => $"Anteckning {i:0000} om {_mark}: zjäxqvwö. "));

    /// <summary>Each text in every form in which the register writes it.</summary>
    public IEnumerable<string> Texts => ((string[])[Name, OtherName, Email, Address, City, Number, PersonalNumber, $"om {_mark}: zjäxqvwö", _mark])
        .SelectMany(text => (string[])[text, TextFold.Fold(text), NameSortKey.Of(text)])
        .Concat([IdentityNumber.Canonical(PersonalNumber), "9001189811", "900118-9811", $"kx77q{_mark}"])
        .Distinct(StringComparer.Ordinal);

    /// <summary>The texts that are searched, folded.</summary>
    public IEnumerable<string> Searched => ((string[])[Name, OtherName, Address, City, Number]).Select(TextFold.Fold);

    public CustomerInput Input => new()
    {
        [CustomerFields.Name] = Name,
        [CustomerFields.Email] = Email,
        [CustomerFields.Address] = Address,
        [CustomerFields.City] = City,
        [CustomerFields.Number] = Number,
        [CustomerFields.CompanyNumber] = PersonalNumber,
        [CustomerFields.Notes] = Notes,
    };

    /// <summary>Creates the person under a key.</summary>
    public async Task CreateAsync(ICustomerStore store, long merchant) =>
        Id = (await store.CreateAsync(merchant, Input, Once, CancellationToken.None)).ShouldBeOfType<CustomerWrite.Stored>().Id;

    /// <summary>Changes the person longer and shorter, back and forth; removes, restores, reverts and finds the person.</summary>
    public async Task LiveAsync(ICustomerStore store, long merchant)
    {
        var none = CancellationToken.None;
        for (var round = 0; round < 3; round++)
        {
            await store.UpdateAsync(merchant, Id, new CustomerInput { [CustomerFields.Name] = OtherName, [CustomerFields.Notes] = $"{_mark} {round}" }, condition: null, Maja, none);
            await store.UpdateAsync(merchant, Id, new CustomerInput { [CustomerFields.Name] = Name, [CustomerFields.Notes] = Notes }, condition: null, Maja, none);
            await store.UpdateAsync(merchant, Id, new CustomerInput { [CustomerFields.Address] = $"{Address} {round}", [CustomerFields.Email] = $"{round}{Email}" }, condition: null, Maja, none);
        }

        await store.RemoveAsync(merchant, Id, condition: null, Maja, none);
        var restored = (await store.RestoreAsync(merchant, Id, Maja, none)).ShouldBeOfType<CustomerWrite.Stored>();
        await store.UpdateAsync(merchant, Id, new CustomerInput { [CustomerFields.City] = $"Ny {City}" }, condition: null, Maja, none);
        (await store.RevertAsync(merchant, Id, restored.Version, condition: null, Maja, none)).ShouldBeOfType<CustomerWrite.Stored>();
        var filter = new CustomerFilter([new ContainsTerms(SearchScope.Everything, [SearchTerm.Create(Name)!], Inverted: false)]);
        (await store.CountAsync(merchant, filter, none)).ShouldBe(1);
    }

    /// <summary>Changes the person, or not, such that the rows take more room, or less.</summary>
    public async Task MoveAsync(ICustomerStore store, long merchant, Random random)
    {
        var none = CancellationToken.None;
        var padding = new string('o', random.Next(200));
        switch (random.Next(5))
        {
            case 0:
                await store.UpdateAsync(merchant, Id, new CustomerInput { [CustomerFields.Name] = $"{padding[..(padding.Length / 40)]}{Name} {padding}", [CustomerFields.Email] = padding[..(padding.Length / 40)] + Email }, condition: null, Maja, none);
                break;
            case 1:
                await store.UpdateAsync(merchant, Id, new CustomerInput { [CustomerFields.Name] = Name, [CustomerFields.Email] = Email, [CustomerFields.Notes] = "" }, condition: null, Maja, none);
                break;
            case 2:
                await store.UpdateAsync(merchant, Id, new CustomerInput { [CustomerFields.Notes] = Notes[..random.Next(Notes.Length)] }, condition: null, Maja, none);
                break;
            case 3:
                await store.RemoveAsync(merchant, Id, condition: null, Maja, none);
                await store.RestoreAsync(merchant, Id, Maja, none);
                break;
        }
    }

    public async Task<Change> EraseAsync(ICustomerStore store, long merchant) =>
        (await store.EraseAsync(merchant, Id, Maja, CancellationToken.None)).ShouldBeOfType<CustomerWrite.Erased>().Change;
}
