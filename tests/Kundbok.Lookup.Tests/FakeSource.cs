using Kundbok.Contracts;

namespace Kundbok.Lookup.Tests;

/// <summary>A source that always says the same, and remembers what it was asked.</summary>
internal sealed class FakeSource(string name, LookupAnswer answer, params IdentityNumberKind[] kinds) : ILookupSource
{
    public List<(long Merchant, IdentityNumberResult.Valid Number)> Asked { get; } = [];

    public string Name => name;

    public bool Serves(IdentityNumberKind kind) => kinds.Length == 0 || kinds.Contains(kind);

    public ValueTask<LookupAnswer> AskAsync(long merchant, IdentityNumberResult.Valid number, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Asked.Add((merchant, number));
        return ValueTask.FromResult(answer);
    }
}
