using Kundbok.Contracts;

namespace Kundbok.Storage.Sqlite;

/// <summary>Puts a backup in the place of what the register holds.</summary>
internal static class SqliteRestore
{
    // Going back in time must not give an id, a customer number or a place in the log again, nor make a token good again that was revoked
    // since. Tokens that were made since are not known then, and so not accepted; nor are answers that were given since, so that a request
    // whose change is lost is done when it is repeated. Whoever followed the log is told by the epoch that it goes on otherwise.
    // Who has asked whom numbers belong to since stays known.
    private const string CarryOver =
        """
        UPDATE customer_id SET last = max(last, (SELECT last FROM present.customer_id));
        INSERT INTO sqlite_sequence (name, seq) SELECT 'merchant', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'merchant');
        UPDATE sqlite_sequence SET seq = max(seq, (SELECT coalesce(max(id), 0) FROM present.merchant), (SELECT coalesce(max(seq), 0) FROM present.sqlite_sequence WHERE name = 'merchant')) WHERE name = 'merchant';
        UPDATE merchant SET lowest_free_number = max(merchant.lowest_free_number, p.lowest_free_number) FROM present.merchant AS p WHERE p.id = merchant.id;
        UPDATE merchant SET highest_number = max(coalesce(merchant.highest_number, 0), p.highest_number) FROM present.merchant AS p WHERE p.id = merchant.id AND p.highest_number IS NOT NULL;
        UPDATE merchant SET last_change = max(merchant.last_change, p.last_change) FROM present.merchant AS p WHERE p.id = merchant.id;
        UPDATE token SET revoked = (SELECT revoked FROM present.token AS p WHERE p.id = token.id) WHERE id IN (SELECT id FROM present.token WHERE revoked IS NOT NULL);
        INSERT INTO lookup_audit (merchant, at, actor, source, outcome, number)
            SELECT merchant, at, actor, source, outcome, number FROM present.lookup_audit AS p
            WHERE NOT EXISTS (SELECT 1 FROM lookup_audit AS kept WHERE kept.id = p.id AND kept.merchant = p.merchant AND kept.at = p.at AND kept.number = p.number)
            ORDER BY id;
        UPDATE register SET id = p.id, state = p.state, source = p.source, epoch = lower(hex(randomblob(4))) FROM present.register AS p;
        """;

    private const string Erased = "SELECT key >> 40, customer, at, actor FROM present.change WHERE kind = $erased ORDER BY key";

    /// <returns>Whether customers that the backup has were erased since, and so again: the database's files may still have something of them.</returns>
    /// <exception cref="RegisterUnusableException">The file is no backup of a register, is damaged, or is a newer version's.</exception>
    /// <exception cref="IOException">The file is not there, or there is no room for a copy of it.</exception>
    public static bool Run(string backup, string register, CancellationToken cancellation)
    {
        if (!File.Exists(backup)) throw new FileNotFoundException($"There is no file {backup}.");

        using var scratch = Read(backup, register, cancellation);
        SqliteMigrations.Run(scratch.File);
        var hasErased = false;
        SqliteCopy.Over(scratch.File, register, session => hasErased = Carry(session), cancellation);
        return hasErased;
    }

    private static bool Carry(SqliteSession session)
    {
        session.Execute("BEGIN");
        session.Execute(CarryOver);
        var hasErased = EraseAgain(session);
        session.Execute("COMMIT");
        return hasErased;
    }

    // Who was erased since the backup is not to come back with it.
    private static bool EraseAgain(SqliteSession session)
    {
        var hasErased = false;
        var group = new SqliteGroup(session);
        foreach (var (merchant, customer, at, actor) in ReadErased(session))
            hasErased |= new CustomerWrites(group.RowsOf(merchant), merchant, at, new ChangeOrigin(actor)).Erase(customer) is CustomerWrite.Erased;
        group.Store();
        return hasErased;
    }

    private static List<(long Merchant, long Customer, DateTimeOffset At, Actor Actor)> ReadErased(SqliteSession session)
    {
        using var reader = session.Prepared(Erased).With("$erased", (int)ChangeKind.Erased).ExecuteReader();
        var erased = new List<(long Merchant, long Customer, DateTimeOffset At, Actor Actor)>();
        while (reader.Read()) erased.Add((reader.GetInt64(0), reader.GetInt64(1), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)), Actor.Parse(reader.GetString(3))));
        return erased;
    }

    private static SqliteScratch Read(string backup, string register, CancellationToken cancellation)
    {
        SqliteScratch? scratch = null;
        try
        {
            scratch = SqliteScratch.CopyOf(backup, register, cancellation);
            using var session = new SqliteSession(scratch.File, readOnly: true);
            if (session.Prepared("SELECT count(*) FROM sqlite_schema WHERE name IN ('merchant', 'customer', 'customer_id')").ExecuteScalar() is not 3L)
                throw new RegisterUnusableException($"{backup} is no backup of a register; nothing was changed.");
            if (session.Prepared("PRAGMA integrity_check(1)").ExecuteScalar() is not "ok")
                throw new RegisterUnusableException($"{backup} is damaged: take another backup. Nothing was changed.");
            return scratch;
        }
        catch (Exception fault)
        {
            scratch?.Dispose();
            if (SqliteFaults.IsDamage(fault))
                throw new RegisterUnusableException($"{backup} is no backup of a register, or is damaged; nothing was changed.", fault);
            throw;
        }
    }
}
