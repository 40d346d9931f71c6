using Kundbok.Contracts;

namespace Kundbok.Storage;

/// <summary>One kind of a merchant's rows, as <see cref="RegisterCopy"/> goes through them: in their order, some at a time.</summary>
/// <typeparam name="TPlace">What they are ordered by.</typeparam>
/// <typeparam name="TRow">A row.</typeparam>
internal abstract class CopiedRows<TPlace, TRow>
{
    /// <summary>The place before the first.</summary>
    protected abstract TPlace Start { get; }

    /// <summary>Copies what the target does not have yet, and tells how many rows it has then, and has more.</summary>
    public async ValueTask CopyAsync(IRegister source, IRegister target, long merchant, Action<long> count, CancellationToken cancellation)
    {
        var (last, there) = await FindCopiedAsync(target, merchant, cancellation);
        count(there);
        var rows = await ReadAsync(source, merchant, last, cancellation);
        while (rows.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested(); // a write that has begun may be done although nobody waits for it

            // The next are read while these are written.
            var writing = WriteAsync(target.Transfer, merchant, rows, cancellation).AsTask();
            var next = ReadAsync(source, merchant, PlaceOf(rows[^1]), cancellation).AsTask();
            await Task.WhenAll(writing, next);
            count(rows.Count);
            rows = await next;
        }
    }

    /// <summary>Whether two registers have the same rows, and as many: each is read, and counts and SHA-256 are compared.</summary>
    public async ValueTask<bool> AreSameAsync(IRegister one, IRegister other, long merchant, Action<long> count, CancellationToken cancellation)
    {
        using var ours = new RowChecksum();
        using var theirs = new RowChecksum();
        await Task.WhenAll( // threads of their own: SQLite is read on its caller's
            Task.Run(() => AddAllAsync(ours, one, merchant, count, cancellation), cancellation),
            Task.Run(() => AddAllAsync(theirs, other, merchant, static _ => { }, cancellation), cancellation));
        return ours.IsSame(theirs);
    }

    /// <summary>The last place that the target has, and how many rows it has up to there.</summary>
    protected abstract ValueTask<(TPlace Last, long Count)> FindCopiedAsync(IRegister target, long merchant, CancellationToken cancellation);

    /// <summary>The next rows behind a place; none after the last.</summary>
    protected abstract ValueTask<IReadOnlyList<TRow>> ReadAsync(IRegister register, long merchant, TPlace after, CancellationToken cancellation);

    /// <summary>Adds rows to the target.</summary>
    protected abstract ValueTask WriteAsync(IRegisterTransfer target, long merchant, IReadOnlyList<TRow> rows, CancellationToken cancellation);

    /// <summary>Where a row is in the order.</summary>
    protected abstract TPlace PlaceOf(TRow row);

    /// <summary>Adds everything of a row.</summary>
    protected abstract void Add(RowChecksum checksum, TRow row);

    private async Task AddAllAsync(RowChecksum checksum, IRegister register, long merchant, Action<long> count, CancellationToken cancellation)
    {
        var last = Start;
        while (await ReadAsync(register, merchant, last, cancellation) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                checksum.BeginRow();
                Add(checksum, row);
            }

            last = PlaceOf(rows[^1]);
            count(rows.Count);
        }
    }
}

/// <summary>Customers, by id.</summary>
internal sealed class CopiedCustomerRows : CopiedRows<long, CopiedCustomer>
{
    protected override long Start => 0;

    protected override async ValueTask<(long Last, long Count)> FindCopiedAsync(IRegister target, long merchant, CancellationToken cancellation) =>
        (await target.Transfer.FindLastAsync(merchant, cancellation), await target.Customers.CountAsync(merchant, CustomerFilter.All, cancellation));

    protected override ValueTask<IReadOnlyList<CopiedCustomer>> ReadAsync(IRegister register, long merchant, long after, CancellationToken cancellation) =>
        register.Transfer.ReadCustomersAsync(merchant, after, cancellation);

    protected override ValueTask WriteAsync(IRegisterTransfer target, long merchant, IReadOnlyList<CopiedCustomer> rows, CancellationToken cancellation) =>
        target.WriteCustomersAsync(merchant, rows, cancellation);

    protected override long PlaceOf(CopiedCustomer row) => row.Id;

    protected override void Add(RowChecksum checksum, CopiedCustomer row)
    {
        checksum.Add(row.Id);
        checksum.Add(row.Version);
        checksum.Add(row.Document);
    }
}

/// <summary>Changes, by sequence.</summary>
internal sealed class CopiedChangeRows : CopiedRows<long, Change>
{
    private const int MostAtOnce = 1_000;

    protected override long Start => 0;

    protected override async ValueTask<(long Last, long Count)> FindCopiedAsync(IRegister target, long merchant, CancellationToken cancellation)
    {
        var log = await target.Transfer.FindLogAsync(merchant, cancellation);
        return (log.Last, log.Changes);
    }

    protected override async ValueTask<IReadOnlyList<Change>> ReadAsync(IRegister register, long merchant, long after, CancellationToken cancellation) =>
        (await register.Changes.ReadAsync(merchant, after, MostAtOnce, cancellation)).Changes;

    protected override ValueTask WriteAsync(IRegisterTransfer target, long merchant, IReadOnlyList<Change> rows, CancellationToken cancellation) =>
        target.WriteChangesAsync(merchant, rows, cancellation);

    protected override long PlaceOf(Change row) => row.Sequence;

    protected override void Add(RowChecksum checksum, Change row)
    {
        checksum.Add(row.Sequence);
        checksum.Add(row.Customer);
        checksum.Add((long)row.Kind);
        checksum.Add(row.At.ToUnixTimeMilliseconds());
        checksum.Add(row.Actor.ToString());
        checksum.Add(row.Operation);
        checksum.Add(row.Document is null ? 0 : 1);
        checksum.Add(row.Document.GetValueOrDefault().Span);
    }
}

/// <summary>What is kept of requests, by key. There is only a day's worth: it is copied from the beginning each time.</summary>
internal sealed class CopiedAnswerRows : CopiedRows<byte[], CopiedAnswer>
{
    protected override byte[] Start => [];

    protected override ValueTask<(byte[] Last, long Count)> FindCopiedAsync(IRegister target, long merchant, CancellationToken cancellation) => ValueTask.FromResult((Start, 0L));

    protected override ValueTask<IReadOnlyList<CopiedAnswer>> ReadAsync(IRegister register, long merchant, byte[] after, CancellationToken cancellation) =>
        register.Transfer.ReadAnswersAsync(merchant, after, cancellation);

    protected override ValueTask WriteAsync(IRegisterTransfer target, long merchant, IReadOnlyList<CopiedAnswer> rows, CancellationToken cancellation) =>
        target.WriteAnswersAsync(merchant, rows, cancellation);

    protected override byte[] PlaceOf(CopiedAnswer row) => row.Key;

    protected override void Add(RowChecksum checksum, CopiedAnswer row)
    {
        checksum.Add(row.Key);
        checksum.Add(row.Request);
        checksum.Add(row.At);
        checksum.Add(row.Outcome);
        checksum.Add(row.Change ?? 0);
        checksum.Add(row.Customers);
    }
}

/// <summary>Audited look-ups, by id. Those that were copied before are copied again: a few hundred days' worth at the most.</summary>
internal sealed class CopiedAuditRows : CopiedRows<long, CopiedAudit>
{
    protected override long Start => 0;

    protected override ValueTask<(long Last, long Count)> FindCopiedAsync(IRegister target, long merchant, CancellationToken cancellation) => ValueTask.FromResult((Start, 0L));

    protected override ValueTask<IReadOnlyList<CopiedAudit>> ReadAsync(IRegister register, long merchant, long after, CancellationToken cancellation) =>
        register.Transfer.ReadAuditsAsync(merchant, after, cancellation);

    protected override ValueTask WriteAsync(IRegisterTransfer target, long merchant, IReadOnlyList<CopiedAudit> rows, CancellationToken cancellation) =>
        target.WriteAuditsAsync(merchant, rows, cancellation);

    protected override long PlaceOf(CopiedAudit row) => row.Id;

    protected override void Add(RowChecksum checksum, CopiedAudit row)
    {
        checksum.Add(row.Id);
        checksum.Add(row.Audit.At.ToUnixTimeMilliseconds());
        checksum.Add(row.Audit.Actor.ToString());
        checksum.Add(row.Audit.Source is null ? 0 : 1);
        checksum.Add(row.Audit.Source ?? "");
        checksum.Add(row.Audit.Outcome);
        checksum.Add(row.Audit.Number.Span);
    }
}
