using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>Connections to the primary, out of a pool but for those that are to be alone.</summary>
internal sealed class PostgresConnections : IAsyncDisposable
{
    private const int MostTransactions = 16;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(1_500);

    private readonly int _hosts;
    private readonly NpgsqlDataSource _alone;

    public PostgresConnections(NpgsqlConnectionStringBuilder settings)
    {
        // Where several are to choose from, one that failed is left alone for a second; a single one is asked each time.
        _hosts = settings.Host!.Split(',').Length;
        MostForWrites = Math.Min(settings.MaxPoolSize / 2, MostTransactions);
        Source = Build(settings);
        _alone = Build(new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false });
    }

    /// <summary>How many of them may change something at a time; the others are for reads.</summary>
    public int MostForWrites { get; }

    /// <summary>What the connections come from.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>
    /// Opens a connection. A host that is left alone is waited for: it may be only a connection to it that was lost, or it may be about to
    /// become the primary.
    /// </summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation) => OpenAsync(Source, cancellation);

    /// <summary>Opens a connection that is no pool's: once it is disposed of, its session ends, and is not handed on.</summary>
    /// <inheritdoc cref="OpenAsync(CancellationToken)"/>
    public ValueTask<NpgsqlConnection> OpenAloneAsync(CancellationToken cancellation) => OpenAsync(_alone, cancellation);

    /// <summary>
    /// Whether what met the fault, and has committed nothing, may succeed when it is tried again. When a connection was lost, those that
    /// lie in the pool are closed: all may be.
    /// </summary>
    public bool IsWorthAnother(Exception fault)
    {
        var isLost = PostgresFaults.IsConnectionLost(fault);
        if (isLost) Source.Clear();
        return isLost || PostgresFaults.IsConflict(fault);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _alone.DisposeAsync();
    }

    private NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        return _hosts > 1 ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary) : builder.Build();
    }

    private async ValueTask<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; ; waited += BetweenAttempts)
        {
            try
            {
                return await source.OpenConnectionAsync(cancellation);
            }
            catch (NpgsqlException fault) when (WasOneLeftAlone(fault) && waited < LongestWait)
            {
                await Task.Delay(BetweenAttempts, cancellation);
            }
        }
    }

    // Those that were asked are told inside.
    private bool WasOneLeftAlone(NpgsqlException fault) =>
        _hosts > 1 && (fault.InnerException is null || (fault.InnerException is AggregateException asked && asked.InnerExceptions.Count < _hosts));
}
