namespace Kundbok.Storage;

/// <summary>
/// A register as a whole: what it is, and everything in it, to be taken to another engine by <see cref="RegisterCopy"/>.
/// </summary>
/// <remarks>Every method may throw <see cref="RegisterUnavailableException"/>.</remarks>
public interface IRegisterTransfer
{
    /// <summary>Which register it is, and what may be done with it.</summary>
    ValueTask<RegisterStatus> ReadStatusAsync(CancellationToken cancellation);

    /// <summary>Sets what may be done with it. When this returns, no write that began under another state is still under way.</summary>
    /// <param name="state">The state.</param>
    /// <param name="source">Which register is copied into it; null but for <see cref="RegisterState.Receiving"/>.</param>
    /// <param name="cancellation">Stops waiting.</param>
    ValueTask SetStateAsync(RegisterState state, string? source, CancellationToken cancellation);

    /// <summary>
    /// Lets a register that was copied elsewhere take writes again. From then on its log is another than the copy's, and has another
    /// <see cref="ChangeLogState.Epoch"/>.
    /// </summary>
    /// <returns>Whether it was read-only; when it was not, nothing is changed.</returns>
    ValueTask<bool> ReleaseAsync(CancellationToken cancellation);

    /// <summary>Whether a server uses the register.</summary>
    ValueTask<bool> IsServedAsync(CancellationToken cancellation);

    /// <summary>Everything but the customers, the log and the kept answers.</summary>
    ValueTask<RegisterHead> ReadHeadAsync(CancellationToken cancellation);

    /// <summary>Puts this in the place of what <see cref="ReadHeadAsync"/> reads, in one transaction, while the register is being copied into.</summary>
    /// <exception cref="RegisterUnusableException">It is not, or no longer.</exception>
    ValueTask WriteHeadAsync(RegisterHead head, CancellationToken cancellation);

    /// <summary>The id of the merchant's last customer; 0 when it has none.</summary>
    ValueTask<long> FindLastAsync(long merchant, CancellationToken cancellation);

    /// <summary>The merchant's customers with the next higher ids, some hundreds at once; none after the last.</summary>
    ValueTask<IReadOnlyList<CopiedCustomer>> ReadCustomersAsync(long merchant, long after, CancellationToken cancellation);

    /// <summary>Adds customers under their own ids, in one transaction, while the register is being copied into; what is derived is made anew from the documents.</summary>
    /// <exception cref="RegisterUnusableException">It is not, or no longer.</exception>
    ValueTask WriteCustomersAsync(long merchant, IReadOnlyList<CopiedCustomer> customers, CancellationToken cancellation);

    /// <summary>How much of the merchant's log the register has.</summary>
    ValueTask<CopiedLog> FindLogAsync(long merchant, CancellationToken cancellation);

    /// <summary>Adds changes under their own sequences, in one transaction, while the register is being copied into.</summary>
    /// <exception cref="RegisterUnusableException">It is not, or no longer.</exception>
    ValueTask WriteChangesAsync(long merchant, IReadOnlyList<Change> changes, CancellationToken cancellation);

    /// <summary>What is kept of the merchant's requests with the next higher keys, some hundreds at once; none after the last.</summary>
    ValueTask<IReadOnlyList<CopiedAnswer>> ReadAnswersAsync(long merchant, byte[] after, CancellationToken cancellation);

    /// <summary>Keeps these, in the place of what is kept for the same keys, in one transaction, while the register is being copied into.</summary>
    /// <exception cref="RegisterUnusableException">It is not, or no longer.</exception>
    ValueTask WriteAnswersAsync(long merchant, IReadOnlyList<CopiedAnswer> answers, CancellationToken cancellation);

    /// <summary>The merchant's audited look-ups with the next higher ids, some hundreds at once; none after the last.</summary>
    ValueTask<IReadOnlyList<CopiedAudit>> ReadAuditsAsync(long merchant, long after, CancellationToken cancellation);

    /// <summary>Keeps these, in the place of those of the same ids, in one transaction, while the register is being copied into.</summary>
    /// <exception cref="RegisterUnusableException">It is not, or no longer.</exception>
    ValueTask WriteAuditsAsync(long merchant, IReadOnlyList<CopiedAudit> audits, CancellationToken cancellation);
}

/// <summary>What a register is.</summary>
/// <param name="Id">Tells it from every other register.</param>
/// <param name="State">What may be done with it.</param>
/// <param name="Source">The id of the register that is being copied into it; null when none is.</param>
public sealed record RegisterStatus(string Id, RegisterState State, string? Source);

/// <summary>Everything of a register but its customers, its log, and what is kept of requests.</summary>
/// <param name="LastCustomerId">The highest id that was given to a customer, or a higher one.</param>
/// <param name="Epoch">See <see cref="ChangeLogState.Epoch"/>: the log is the same in a copy.</param>
/// <param name="Merchants">By id.</param>
/// <param name="Users">By user name.</param>
/// <param name="Tokens">By id; those that are out of date may be missing.</param>
/// <param name="FailedLogins">By user name.</param>
/// <param name="Secrets">See <see cref="IAccessStore.ListSecretsAsync"/>.</param>
/// <param name="Webhooks">By merchant and id, with how far they are; not the attempts to deliver.</param>
/// <param name="LookupAccounts">By merchant and source.</param>
public sealed record RegisterHead(
    long LastCustomerId,
    string Epoch,
    IReadOnlyList<CopiedMerchant> Merchants,
    IReadOnlyList<User> Users,
    IReadOnlyList<IssuedToken> Tokens,
    IReadOnlyList<FailedLogin> FailedLogins,
    IReadOnlyList<SecretMark> Secrets,
    IReadOnlyList<Webhook> Webhooks,
    IReadOnlyList<LookupAccount> LookupAccounts);

/// <summary>A merchant, and where its customer numbers and changes are counted on from.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="HighestNumber">The highest customer number of one to nine digits given or seen; null before the first.</param>
/// <param name="LowestFreeNumber">Every number from 1 to below this one is taken.</param>
/// <param name="LastChange">See <see cref="ChangeLogState.Last"/>.</param>
/// <param name="PurgedChange">See <see cref="ChangeLogState.Purged"/>.</param>
public sealed record CopiedMerchant(long Id, string Name, long? HighestNumber, long LowestFreeNumber, long LastChange, long PurgedChange);

/// <summary>Failed sign-ins under a user name.</summary>
/// <param name="UserName">The name, its ASCII letters in lower case.</param>
/// <param name="Failures">How many.</param>
/// <param name="Last">When the last one was, in seconds since 1970.</param>
/// <param name="LockedUntil">Until when the name is locked out, in seconds since 1970; null when it is not.</param>
public sealed record FailedLogin(string UserName, long Failures, long Last, long? LockedUntil);

/// <summary>A customer to be copied.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Document">Its document, which is copied byte for byte.</param>
public sealed record CopiedCustomer(long Id, long Version, byte[] Document);

/// <summary>How much of a merchant's log a register has.</summary>
/// <param name="Last">The highest sequence that is in it; 0 when none is.</param>
/// <param name="Changes">How many changes are in it.</param>
public sealed record CopiedLog(long Last, long Changes);

/// <summary>What is kept of a request with a key, to be copied; see <see cref="RetryKey"/>.</summary>
/// <param name="Key">The key's hash.</param>
/// <param name="Request">The request's hash; empty when the customer it was about is erased.</param>
/// <param name="At">When it was answered, in milliseconds since 1970.</param>
/// <param name="Outcome">How, as it is stored.</param>
/// <param name="Change">The sequence of the change that holds the answer; null for none.</param>
/// <param name="Customers">How many customers it was about.</param>
public sealed record CopiedAnswer(byte[] Key, byte[] Request, long At, int Outcome, long? Change, int Customers);

/// <summary>An audited look-up, to be copied.</summary>
/// <param name="Id">Its id; over all merchants, in the order in which they were noted.</param>
/// <param name="Audit">What is kept of it.</param>
public sealed record CopiedAudit(long Id, LookupAudit Audit);
