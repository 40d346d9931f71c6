using System.Buffers.Binary;
using System.Security.Cryptography;
using Kundbok.Contracts;

namespace Kundbok.Storage;

/// <summary>
/// Takes a register to another database: everything that is in it, a few hundred customers at a time, whatever the engines are. What
/// was copied before an interruption is not copied again. In the end both are read and compared.
/// </summary>
/// <param name="source">The register to copy; it is left read-only.</param>
/// <param name="target">A register without anything in it, or one that the same source has been copied into in part.</param>
/// <param name="progress">Is told how far the copy is.</param>
public sealed class RegisterCopy(IRegister source, IRegister target, IProgress<RegisterCopyProgress> progress)
{
    /// <summary>Copies, and compares.</summary>
    /// <returns>How many customers the registers have.</returns>
    /// <exception cref="RegisterUnusableException">A register is not in a state for this, or the copy is not the same.</exception>
    /// <exception cref="RegisterUnavailableException">A database cannot answer now.</exception>
    public async ValueTask<long> RunAsync(CancellationToken cancellation)
    {
        var from = await source.Transfer.ReadStatusAsync(cancellation);
        await EnsureCanBeginAsync(from, cancellation);
        await source.Transfer.SetStateAsync(RegisterState.ReadOnly, source: null, cancellation);
        await target.Transfer.SetStateAsync(RegisterState.Receiving, from.Id, cancellation);

        var head = await source.Transfer.ReadHeadAsync(cancellation);
        await target.Transfer.WriteHeadAsync(head, cancellation);
        var copied = 0L;
        foreach (var merchant in head.Merchants) copied = await CopyAsync(merchant.Id, copied, cancellation);
        await CompareAsync(head, cancellation);
        await target.Transfer.SetStateAsync(RegisterState.Open, source: null, cancellation);
        return copied;
    }

    private async Task EnsureCanBeginAsync(RegisterStatus from, CancellationToken cancellation)
    {
        if (from.State == RegisterState.Receiving) throw new RegisterUnusableException("The source is itself being copied into: finish that copy first.");
        if (await source.Transfer.IsServedAsync(cancellation)) throw new RegisterUnusableException("A server uses the source: stop every server that does, then copy.");
        if (await target.Transfer.IsServedAsync(cancellation)) throw new RegisterUnusableException("A server uses the target: stop every server that does, then copy.");

        var to = await target.Transfer.ReadStatusAsync(cancellation);
        if (to.Id == from.Id) throw new RegisterUnusableException("The source and the target are the same register.");
        if (to.State == RegisterState.Receiving)
        {
            if (to.Source != from.Id) throw new RegisterUnusableException("Another register has been copied into the target in part: name a target without anything in it.");
            return;
        }

        var there = await target.Transfer.ReadHeadAsync(cancellation);
        if (to.State != RegisterState.Open || there.Merchants.Count > 0 || there.Users.Count > 0)
            throw new RegisterUnusableException("The target has a register in use, if only because a server was started on it once: name a database without one, or an empty directory.");
    }

    private async Task<long> CopyAsync(long merchant, long copied, CancellationToken cancellation)
    {
        var last = await target.Transfer.FindLastAsync(merchant, cancellation);
        copied += await target.Customers.CountAsync(merchant, CustomerFilter.All, cancellation);
        while (await source.Transfer.ReadCustomersAsync(merchant, last, cancellation) is { Count: > 0 } customers)
        {
            await target.Transfer.WriteCustomersAsync(merchant, customers, cancellation);
            last = customers[^1].Id;
            copied += customers.Count;
            progress.Report(new RegisterCopyProgress(RegisterCopyStep.Copying, copied));
        }

        return copied;
    }

    private async Task CompareAsync(RegisterHead head, CancellationToken cancellation)
    {
        if (!IsSame(head, await target.Transfer.ReadHeadAsync(cancellation))) throw Differs();

        var compared = 0L;
        foreach (var merchant in head.Merchants)
        {
            var (ours, theirs) = (new Checksum(source.Transfer, merchant.Id), new Checksum(target.Transfer, merchant.Id));
            while (await ours.GoOnAsync(cancellation))
            {
                await theirs.GoOnAsync(cancellation);
                progress.Report(new RegisterCopyProgress(RegisterCopyStep.Comparing, compared + ours.Count));
            }

            while (await theirs.GoOnAsync(cancellation))
            {
            }

            if (!ours.IsSame(theirs)) throw Differs();
            compared += ours.Count;
        }
    }

    private static bool IsSame(RegisterHead ours, RegisterHead theirs) =>
        ours.LastCustomerId == theirs.LastCustomerId
        && ours.Merchants.SequenceEqual(theirs.Merchants)
        && ours.Users.ToHashSet().SetEquals(theirs.Users)
        && ours.Tokens.ToHashSet().SetEquals(theirs.Tokens)
        && ours.FailedLogins.ToHashSet().SetEquals(theirs.FailedLogins)
        && ours.Secrets.SequenceEqual(theirs.Secrets)
        && ours.Webhooks.SequenceEqual(theirs.Webhooks);

    private static RegisterUnusableException Differs() =>
        new("The copy is not the same as the source, which somebody must have changed in between: begin again with a target without anything in it. The source is whole.");

    /// <summary>The count and the SHA-256 of a merchant's customers, ids and documents, in the order of ids.</summary>
    private sealed class Checksum(IRegisterTransfer register, long merchant)
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private long _last;

        public long Count { get; private set; }

        public async ValueTask<bool> GoOnAsync(CancellationToken cancellation)
        {
            var customers = await register.ReadCustomersAsync(merchant, _last, cancellation);
            foreach (var customer in customers) Append(customer);
            Count += customers.Count;
            if (customers.Count > 0) _last = customers[^1].Id;
            return customers.Count > 0;
        }

        public bool IsSame(Checksum other) => Count == other.Count && _hash.GetHashAndReset().AsSpan().SequenceEqual(other._hash.GetHashAndReset());

        private void Append(CopiedCustomer customer)
        {
            Span<byte> frame = stackalloc byte[3 * sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(frame, customer.Id);
            BinaryPrimitives.WriteInt64LittleEndian(frame[sizeof(long)..], customer.Version);
            BinaryPrimitives.WriteInt64LittleEndian(frame[(2 * sizeof(long))..], customer.Document.Length);
            _hash.AppendData(frame);
            _hash.AppendData(customer.Document);
        }
    }
}

/// <summary>What a copy is doing.</summary>
public enum RegisterCopyStep
{
    /// <summary>Customers are copied.</summary>
    Copying,

    /// <summary>Both registers are read and compared.</summary>
    Comparing,
}

/// <summary>How far a copy is.</summary>
/// <param name="Step">What it is doing.</param>
/// <param name="Customers">How many customers it has done that with.</param>
public sealed record RegisterCopyProgress(RegisterCopyStep Step, long Customers);
