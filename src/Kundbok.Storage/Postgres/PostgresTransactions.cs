using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>
/// How every change begins and ends. Nothing that could break off a statement reaches the COMMIT: no cancellation, no timeout. One
/// whose outcome is not known for certain is never told as a success.
/// </summary>
/// <param name="connections">Where connections come from.</param>
/// <param name="patience">How long a COMMIT is waited for. It goes on behind that, unheard.</param>
internal sealed class PostgresTransactions(PostgresConnections connections, TimeSpan patience) : IDisposable
{
    private const string State = "SELECT state FROM register";

    private const string BeginOnly = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

    // Who changes whether the register takes writes waits for this lock, and so for every write that has begun.
    private const string TakePart = "LOCK TABLE register IN ROW SHARE MODE";

    private const int MostAttempts = 5;

    private readonly SemaphoreSlim _places = new(connections.MostForWrites);

    /// <summary>Adds what begins a transaction that changes something; the first result is for <see cref="ReadStateAsync"/>.</summary>
    public static void Begin(NpgsqlBatch batch)
    {
        batch.Add(BeginOnly);
        batch.Add(TakePart);
        batch.Add(State);
    }

    /// <summary>Reads the first result of a batch that begins a transaction.</summary>
    /// <exception cref="RegisterUnavailableException">The register takes no writes.</exception>
    public static async Task ReadStateAsync(NpgsqlDataReader reader)
    {
        await reader.ReadAsync();
        RegisterStates.EnsureOpen(RegisterStates.Parse(reader.GetString(0)));
    }

    /// <summary>
    /// Runs a change in a transaction of its own. When others were in the way, or the connection was lost before the COMMIT, what was
    /// done is undone, and it is tried again.
    /// </summary>
    /// <param name="change">The change, which begins nothing and commits nothing.</param>
    /// <param name="start">How the transaction begins.</param>
    /// <exception cref="RegisterUnavailableException">The database cannot take it now.</exception>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> change, PostgresTransactionStart start = PostgresTransactionStart.IfOpen)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(change, start);
            }
            catch (Exception fault)
            {
                var isWorthAnother = connections.IsWorthAnother(fault) && attempt < MostAttempts;
                if (!isWorthAnother && PostgresFaults.Unavailable(fault) is { } unavailable) throw unavailable;
                if (!isWorthAnother) throw;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20) * attempt));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    /// <summary>Ends a transaction that failed, so that its locks go now and not when the connection is used again.</summary>
    private static async Task RollBackAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var rollback = connection.Command("ROLLBACK");
            await rollback.ExecuteNonQueryAsync();
        }
        catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException or IOException)
        {
            // The connection is lost, and its transaction with it; the fault that led here is the one to report.
        }
    }

    private async Task<T> TryAsync<T>(Func<NpgsqlConnection, Task<T>> change, PostgresTransactionStart start)
    {
        // One whose COMMIT is not answered keeps its place: else they would take all connections, and reads would find none.
        if (!await _places.WaitAsync(patience)) throw new RegisterUnavailableException("As many transactions as this node may have wait for PostgreSQL: does the synchronous standby run?");
        NpgsqlConnection? connection = null;
        T result;
        try
        {
            connection = await connections.OpenAsync(CancellationToken.None);
            if (start != PostgresTransactionStart.ByTheChange) await BeginAsync(connection, start);
            result = await change(connection);
        }
        catch
        {
            if (connection is not null) await RollBackAsync(connection);
            await LeaveAsync(connection);
            throw;
        }

        await CommitAsync(connection);
        return result;
    }

    /// <summary>Commits what was changed, and gives the connection back: when the COMMIT is answered, however long that takes.</summary>
    /// <exception cref="RegisterUnavailableException">The database did not say for certain that it is stored, as its settings want it.</exception>
    /// <exception cref="PostgresException">It is not stored.</exception>
    private async Task CommitAsync(NpgsqlConnection connection)
    {
        var commit = CommitAndLeaveAsync(connection);
        try
        {
            await commit.WaitAsync(patience);
        }
        catch (TimeoutException) when (!commit.IsCompleted)
        {
            _ = commit.ContinueWith(static unheard => unheard.Exception, TaskScheduler.Default); // closing the connection now would have to break the COMMIT off
            throw Unknown("PostgreSQL does not answer a COMMIT: does the synchronous standby run?");
        }
    }

    private async Task CommitAndLeaveAsync(NpgsqlConnection connection)
    {
        try
        {
            await SayCommitAsync(connection);
        }
        finally
        {
            await LeaveAsync(connection);
        }
    }

    private async ValueTask LeaveAsync(NpgsqlConnection? connection)
    {
        if (connection is not null) await connection.DisposeAsync();
        _places.Release();
    }

    private static async Task BeginAsync(NpgsqlConnection connection, PostgresTransactionStart start)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (start == PostgresTransactionStart.WhateverTheState) batch.Add(BeginOnly);
        else Begin(batch);
        await using var reader = await batch.ExecuteReaderAsync();
        if (start == PostgresTransactionStart.IfOpen) await ReadStateAsync(reader);
        if (start == PostgresTransactionStart.IfReceiving && await reader.ReadAsync()) RegisterStates.EnsureReceiving(RegisterStates.Parse(reader.GetString(0)));
    }

    private static async Task SayCommitAsync(NpgsqlConnection connection)
    {
        // A COMMIT that no longer waits for the standby says so with a warning, and then reports success.
        var warned = false;
        connection.Notice += (_, notice) => warned |= notice.Notice.InvariantSeverity == "WARNING";
        try
        {
            await using var commit = connection.Command("COMMIT");
            commit.CommandTimeout = 0;
            await commit.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (PostgresException fault) when (fault.InvariantSeverity == "ERROR")
        {
            throw; // rolled back
        }
        catch (Exception fault)
        {
            throw Unknown("The connection to PostgreSQL was lost at a COMMIT.", fault);
        }

        if (warned) throw Unknown("PostgreSQL gave up waiting for a standby to confirm a COMMIT.");
    }

    private static RegisterUnavailableException Unknown(string message, Exception? inner = null) => new(message, inner) { IsOutcomeUnknown = true };
}

/// <summary>How a transaction that changes something begins.</summary>
internal enum PostgresTransactionStart
{
    /// <summary>Unless the register takes no writes.</summary>
    IfOpen,

    /// <summary>Unless nothing is being copied into the register.</summary>
    IfReceiving,

    /// <summary>Whatever the register's state is.</summary>
    WhateverTheState,

    /// <summary>By the change itself, together with what else it asks for: see <see cref="PostgresTransactions.Begin"/>.</summary>
    ByTheChange,
}
