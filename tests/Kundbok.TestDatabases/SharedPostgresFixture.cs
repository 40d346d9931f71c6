namespace Kundbok.TestDatabases;

/// <summary>Ends <see cref="SharedPostgres"/> after the last test of an assembly: <c>[assembly: AssemblyFixture(typeof(SharedPostgresFixture))]</c>.</summary>
public sealed class SharedPostgresFixture : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => SharedPostgres.DisposeAsync();
}
