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

    /// <summary>Whether a server uses the register.</summary>
    ValueTask<bool> IsServedAsync(CancellationToken cancellation);

    /// <summary>Everything but the customers.</summary>
    ValueTask<RegisterHead> ReadHeadAsync(CancellationToken cancellation);

    /// <summary>Puts this in the place of everything but the customers, in one transaction, while the register is being copied into.</summary>
    /// <exception cref="RegisterUnusableException">It is not, or no longer.</exception>
    ValueTask WriteHeadAsync(RegisterHead head, CancellationToken cancellation);

    /// <summary>The id of the merchant's last customer; 0 when it has none.</summary>
    ValueTask<long> FindLastAsync(long merchant, CancellationToken cancellation);

    /// <summary>The merchant's customers with the next higher ids, some hundreds at once; none after the last.</summary>
    ValueTask<IReadOnlyList<CopiedCustomer>> ReadCustomersAsync(long merchant, long after, CancellationToken cancellation);

    /// <summary>Adds customers under their own ids, in one transaction, while the register is being copied into; what is derived is made anew from the documents.</summary>
    /// <exception cref="RegisterUnusableException">It is not, or no longer.</exception>
    ValueTask WriteCustomersAsync(long merchant, IReadOnlyList<CopiedCustomer> customers, CancellationToken cancellation);
}

/// <summary>What a register is.</summary>
/// <param name="Id">Tells it from every other register.</param>
/// <param name="State">What may be done with it.</param>
/// <param name="Source">The id of the register that is being copied into it; null when none is.</param>
public sealed record RegisterStatus(string Id, RegisterState State, string? Source);

/// <summary>Everything of a register but its customers.</summary>
/// <param name="LastCustomerId">The highest id that was given to a customer, or a higher one.</param>
/// <param name="Merchants">By id.</param>
/// <param name="Users">By user name.</param>
/// <param name="Tokens">By id; those that are out of date may be missing.</param>
/// <param name="FailedLogins">By user name.</param>
/// <param name="Secrets">See <see cref="IAccessStore.ListSecretsAsync"/>.</param>
/// <param name="Webhooks">By merchant and id, with how far they are; not the attempts to deliver.</param>
public sealed record RegisterHead(
    long LastCustomerId,
    IReadOnlyList<CopiedMerchant> Merchants,
    IReadOnlyList<User> Users,
    IReadOnlyList<IssuedToken> Tokens,
    IReadOnlyList<FailedLogin> FailedLogins,
    IReadOnlyList<SecretMark> Secrets,
    IReadOnlyList<Webhook> Webhooks);

/// <summary>A merchant and where its customer numbers are counted on from.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="HighestNumber">The highest customer number of one to nine digits given or seen; null before the first.</param>
/// <param name="LowestFreeNumber">Every number from 1 to below this one is taken.</param>
public sealed record CopiedMerchant(long Id, string Name, long? HighestNumber, long LowestFreeNumber);

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
