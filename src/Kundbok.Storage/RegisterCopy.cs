namespace Kundbok.Storage;

/// <summary>
/// Takes a register to another database: everything that is in it, up to two thousand customers or changes at a time, whatever the engines are. What
/// was copied before an interruption is not copied again. In the end both are read and compared.
/// </summary>
/// <param name="source">The register to copy; it is left read-only.</param>
/// <param name="target">A register without anything in it, or one that the same source has been copied into in part.</param>
/// <param name="progress">Is told how far the copy is.</param>
public sealed class RegisterCopy(IRegister source, IRegister target, IProgress<RegisterCopyProgress> progress)
{
    private static readonly CopiedCustomerRows Customers = new();
    private static readonly CopiedChangeRows Changes = new();
    private static readonly CopiedAnswerRows Answers = new();
    private static readonly CopiedAuditRows Audits = new();

    /// <summary>Copies, and compares.</summary>
    /// <returns>How much the registers have.</returns>
    /// <exception cref="RegisterUnusableException">A register is not in a state for this, or the copy is not the same.</exception>
    /// <exception cref="RegisterUnavailableException">A database cannot answer now.</exception>
    public async ValueTask<RegisterCopyProgress> RunAsync(CancellationToken cancellation)
    {
        var from = await source.Transfer.ReadStatusAsync(cancellation);
        await EnsureCanBeginAsync(from, cancellation);
        await source.Transfer.SetStateAsync(RegisterState.ReadOnly, source: null, cancellation);
        await target.Transfer.SetStateAsync(RegisterState.Receiving, from.Id, cancellation);

        var head = await source.Transfer.ReadHeadAsync(cancellation);
        await target.Transfer.WriteHeadAsync(head, cancellation);
        var copied = await CopyAsync(head, cancellation);
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

    private async Task<RegisterCopyProgress> CopyAsync(RegisterHead head, CancellationToken cancellation)
    {
        var copied = new Tally(RegisterCopyStep.Copying, progress);
        foreach (var merchant in head.Merchants)
        {
            await Customers.CopyAsync(source, target, merchant.Id, copied.AddCustomers, cancellation);
            await Changes.CopyAsync(source, target, merchant.Id, copied.AddChanges, cancellation);
            await Answers.CopyAsync(source, target, merchant.Id, copied.AddOthers, cancellation);
            await Audits.CopyAsync(source, target, merchant.Id, copied.AddOthers, cancellation);
        }

        return copied.Now;
    }

    private async Task CompareAsync(RegisterHead head, CancellationToken cancellation)
    {
        if (!IsSame(head, await target.Transfer.ReadHeadAsync(cancellation))) throw Differs();

        var compared = new Tally(RegisterCopyStep.Comparing, progress);
        foreach (var merchant in head.Merchants)
        {
            var isSame = await Customers.AreSameAsync(source, target, merchant.Id, compared.AddCustomers, cancellation)
                && await Changes.AreSameAsync(source, target, merchant.Id, compared.AddChanges, cancellation)
                && await Answers.AreSameAsync(source, target, merchant.Id, compared.AddOthers, cancellation)
                && await Audits.AreSameAsync(source, target, merchant.Id, compared.AddOthers, cancellation);
            if (!isSame) throw Differs();
        }
    }

    private static bool IsSame(RegisterHead ours, RegisterHead theirs) =>
        ours.LastCustomerId == theirs.LastCustomerId
        && ours.Epoch == theirs.Epoch
        && ours.Merchants.SequenceEqual(theirs.Merchants)
        && ours.Users.ToHashSet().SetEquals(theirs.Users)
        && ours.Tokens.ToHashSet().SetEquals(theirs.Tokens)
        && ours.FailedLogins.ToHashSet().SetEquals(theirs.FailedLogins)
        && ours.Secrets.SequenceEqual(theirs.Secrets)
        && ours.Webhooks.SequenceEqual(theirs.Webhooks)
        && ours.LookupAccounts.SequenceEqual(theirs.LookupAccounts);

    private static RegisterUnusableException Differs() =>
        new("The copy is not the same as the source, which somebody must have changed in between: begin again with a target without anything in it. The source is whole.");

    /// <summary>Counts what has been gone through, and tells of it.</summary>
    private sealed class Tally(RegisterCopyStep step, IProgress<RegisterCopyProgress> progress)
    {
        private long _customers;
        private long _changes;

        public RegisterCopyProgress Now => new(step, _customers, _changes);

        public void AddCustomers(long count) => Tell(_customers += count);

        public void AddChanges(long count) => Tell(_changes += count);

        public void AddOthers(long count) => Tell(count);

        private void Tell(long _) => progress.Report(Now);
    }
}

/// <summary>What a copy is doing.</summary>
public enum RegisterCopyStep
{
    /// <summary>Customers and the log are copied.</summary>
    Copying,

    /// <summary>Both registers are read and compared.</summary>
    Comparing,
}

/// <summary>How far a copy is.</summary>
/// <param name="Step">What it is doing.</param>
/// <param name="Customers">How many customers it has done that with.</param>
/// <param name="Changes">How many changes of the log it has done that with.</param>
public sealed record RegisterCopyProgress(RegisterCopyStep Step, long Customers, long Changes);
