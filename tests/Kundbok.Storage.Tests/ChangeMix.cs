using System.Security.Cryptography;
using Kundbok.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Storage.Tests;

/// <summary>Changes of every kind, in any order that the register takes, the same for the same seed.</summary>
internal sealed class ChangeMix(IRegister register, FakeTimeProvider time, int seed)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Random _random = new(seed);
    private readonly List<long> _ids = [];
    private readonly List<long> _operations = [];
    private int _keys;

    /// <summary>What became of the changes, by kind.</summary>
    public Dictionary<string, int> Outcomes { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes some changes, and forgets old ones in between.</summary>
    public async Task RunAsync(long merchant, int count)
    {
        _ids.Clear();
        _operations.Clear();
        for (var i = 0; i < count; i++)
        {
            time.Advance(TimeSpan.FromMinutes(_random.Next(1, 90)));
            if (_random.Next(40) == 0)
            {
                while (await register.Changes.PurgeAsync(merchant, time.GetUtcNow().AddDays(-2), None) > 0)
                {
                }

                continue;
            }

            Note(await NextAsync(merchant));
        }
    }

    private ValueTask<CustomerWrite> NextAsync(long merchant)
    {
        var (store, origin) = (register.Customers, Origin());
        return _random.Next(10) switch
        {
            < 3 => store.CreateAsync(merchant, Input(), origin, None),
            < 6 => store.UpdateAsync(merchant, AnyId(), Input(), condition: null, origin, None),
            6 => store.RemoveManyAsync(merchant, [AnyId(), AnyId(), AnyId()], origin, None),
            7 => _random.Next(3) == 0 ? store.EraseAsync(merchant, AnyId(), origin, None) : store.RestoreAsync(merchant, AnyId(), origin, None),
            8 => store.RevertAsync(merchant, AnyId(), _random.Next(1, 300), condition: null, origin, None),
            _ => store.UndoAsync(merchant, _operations.Count == 0 ? 1 : _operations[_random.Next(_operations.Count)], origin, None),
        };
    }

    private void Note(CustomerWrite outcome)
    {
        var kind = outcome.GetType().Name;
        Outcomes[kind] = Outcomes.GetValueOrDefault(kind) + 1;
        if (outcome is CustomerWrite.Stored stored && !_ids.Contains(stored.Id)) _ids.Add(stored.Id);
        if (outcome is CustomerWrite.Removed { Operation: { } operation }) _operations.Add(operation);
    }

    private long AnyId() => _ids.Count == 0 ? 1 : _ids[_random.Next(_ids.Count)];

    private CustomerInput Input() => new()
    {
        [CustomerFields.Name] = $"Åsa \"{_random.Next(1_000)}\" 😀",
        [CustomerFields.Notes] = new string('ö', _random.Next(3) * 700),
    };

    private ChangeOrigin Origin()
    {
        var actor = new Actor((ActorKind)_random.Next(3), $"Maja {_random.Next(3)} 🦓");
        return _random.Next(2) == 0 ? new ChangeOrigin(actor) : new ChangeOrigin(actor, new RetryKey(Hash(++_keys), Hash(-_keys)));
    }

    private static byte[] Hash(int number) => SHA256.HashData(BitConverter.GetBytes(number));
}
