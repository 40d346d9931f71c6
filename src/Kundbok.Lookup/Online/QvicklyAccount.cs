namespace Kundbok.Lookup.Online;

/// <summary>A merchant's account at Qvickly.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Secret">The secret that its requests are signed with.</param>
/// <param name="Persons">Whether persons' numbers may be sent there too.</param>
/// <param name="IsTest">Whether it is asked in test mode.</param>
public sealed record QvicklyAccount(string Id, string Secret, bool Persons, bool IsTest)
{
    /// <summary>Nothing: a record would show the secret, and what is shown ends in a log.</summary>
    public override string ToString() => nameof(QvicklyAccount);
}

/// <summary>The accounts that merchants have set up.</summary>
public interface IQvicklyAccounts
{
    /// <summary>The merchant's account; null when it has set up none.</summary>
    /// <exception cref="InvalidOperationException">There is one, but it cannot be read.</exception>
    ValueTask<QvicklyAccount?> FindAsync(long merchant, CancellationToken cancellation);
}
