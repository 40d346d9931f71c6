namespace Kundbok.Storage.Sqlite;

/// <inheritdoc cref="IDeliveryLease"/>
internal sealed class SqliteDeliveryLease : IDeliveryLease
{
    /// <summary>Ends the name of the file that whoever delivers holds open, beside the database.</summary>
    private const string Suffix = ".deliver-lock";

    private readonly IDisposable _held;
    private bool _isDisposed;

    private SqliteDeliveryLease(IDisposable held) => _held = held;

    /// <summary>Takes it; null while another process, or another part of this one, has it.</summary>
    /// <exception cref="RegisterUnavailableException">The file cannot be made.</exception>
    public static SqliteDeliveryLease? TryTake(string database)
    {
        try
        {
            return FileLock.TryTake(database + Suffix) is { } held ? new SqliteDeliveryLease(held) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RegisterUnavailableException($"The file that ends in {Suffix} cannot be made or opened: look at the rights of it and of the data directory.", fault);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> IsHeldAsync(CancellationToken cancellation) => new(!_isDisposed);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        _held.Dispose();
        return ValueTask.CompletedTask;
    }
}
