using System.Text;
using Kundbok.Contracts;

namespace Kundbok.Storage.Tests;

/// <summary>Many other customers, the same for the same seed, none of whom has a letter z, q, x, j or w.</summary>
internal sealed class Crowd(int seed)
{
    private const string Letters = "abcdefghiklmnoprstuvyåäö";

    private readonly Random _random = new(seed);

    /// <summary>Some more of them.</summary>
    public IReadOnlyList<NewCustomer> Next(int count) => [.. Enumerable.Range(0, count).Select(_ => new NewCustomer(Input()))];

    /// <summary>One more.</summary>
    public CustomerInput Input() => new()
    {
        [CustomerFields.Name] = Word(_random.Next(3, 60)),
        [CustomerFields.Email] = $"{Word(8)}@{Word(6)}.test",
        [CustomerFields.Address] = $"{Word(_random.Next(3, 30))} {_random.Next(10, 60)}",
        [CustomerFields.Notes] = _random.Next(15) == 0 ? Word(_random.Next(100, 9_000)) : "",
    };

    private string Word(int length)
    {
        var word = new StringBuilder(length);
        for (var i = 0; i < length; i++) word.Append(Letters[_random.Next(Letters.Length)]);
        return word.ToString();
    }
}
