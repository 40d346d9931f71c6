using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <inheritdoc cref="IAccessStore"/>
internal sealed class SqliteAccessStore(SqliteReaders readers, SqliteWriter writer, TimeProvider time) : IAccessStore
{
    internal const string UserColumns = "merchant, user_name, name, email, password_hash, admin";
    internal const string TokenColumns = "id, merchant, user_name, scopes, issued, expires, revoked, name";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Merchant>> ListMerchantsAsync(CancellationToken cancellation) =>
        readers.ReadAsync(
            0,
            static (session, _) => ReadAll(session.Prepared("SELECT id, name FROM merchant ORDER BY id"), row => new Merchant(row.GetInt64(0), row.GetString(1))),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<Merchant> AddMerchantAsync(string name, CancellationToken cancellation) =>
        writer.WriteAsync(
            name,
            static (session, name) => new Merchant(
                (long)session.Prepared("INSERT INTO merchant (name) VALUES ($name) RETURNING id").With("$name", name).ExecuteScalar()!, name),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<User>> ListUsersAsync(long? merchant, CancellationToken cancellation) =>
        readers.ReadAsync(
            merchant,
            static (session, merchant) => ReadAll(
                session.Prepared($"SELECT {UserColumns} FROM user WHERE $merchant IS NULL OR merchant = $merchant ORDER BY user_name").With("$merchant", merchant),
                UserOf),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<User?> FindUserAsync(string userName, CancellationToken cancellation) =>
        readers.ReadAsync(
            userName,
            static (session, name) =>
            {
                using var row = session.Prepared($"SELECT {UserColumns} FROM user WHERE user_name = $name").With("$name", name).ExecuteReader();
                return row.Read() ? UserOf(row) : null;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<User?> AddUserAsync(User user, CancellationToken cancellation) =>
        writer.WriteAsync(
            user,
            static (session, user) => Add(session, user) ? user : null,
            cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> SetPasswordAsync(string userName, string passwordHash, CancellationToken cancellation) =>
        writer.WriteAsync(
            (userName, passwordHash, now: Now()),
            static (session, change) =>
            {
                var changed = session.Prepared("UPDATE user SET password_hash = $hash WHERE user_name = $name")
                    .With("$name", change.userName).With("$hash", change.passwordHash).ExecuteNonQuery() == 1;
                if (!changed) return false;

                RevokeTokens(session, change.userName, change.now);
                Forget(session, change.userName);
                return true;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<UserOutcome> UpdateUserAsync(long merchant, string userName, UserChange change, CancellationToken cancellation) =>
        writer.WriteAsync(
            (merchant, userName, change, now: Now()),
            static (session, asked) =>
            {
                if (Find(session, asked.merchant, asked.userName) is not { } user) return UserOutcome.NotFound;

                var (change, isDemoted) = (asked.change, user.IsAdmin && asked.change.IsAdmin == false);
                if (isDemoted && IsOnlyAdmin(session, user)) return UserOutcome.LastAdmin;
                session.Prepared("UPDATE user SET name = $full, email = $email, admin = $admin, password_hash = $hash WHERE user_name = $name")
                    .With("$name", user.UserName)
                    .With("$full", change.Name ?? user.Name)
                    .With("$email", change.Email ?? user.Email)
                    .With("$admin", change.IsAdmin ?? user.IsAdmin ? 1 : 0)
                    .With("$hash", change.PasswordHash ?? user.PasswordHash)
                    .ExecuteNonQuery();
                if (isDemoted || change.PasswordHash is not null) RevokeTokens(session, user.UserName, asked.now);
                if (change.PasswordHash is not null) Forget(session, user.UserName);
                return UserOutcome.Done;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<UserOutcome> RemoveUserAsync(long merchant, string userName, CancellationToken cancellation) =>
        writer.WriteAsync(
            (merchant, userName, now: Now()),
            static (session, asked) =>
            {
                if (Find(session, asked.merchant, asked.userName) is not { } user) return UserOutcome.NotFound;
                if (user.IsAdmin && IsOnlyAdmin(session, user)) return UserOutcome.LastAdmin;

                session.Prepared("DELETE FROM user WHERE user_name = $name").With("$name", user.UserName).ExecuteNonQuery();
                RevokeTokens(session, user.UserName, asked.now);
                Forget(session, user.UserName);
                return UserOutcome.Done;
            },
            cancellation);

    /// <inheritdoc/>
    public async ValueTask RehashPasswordAsync(string userName, string oldHash, string newHash, CancellationToken cancellation) =>
        await writer.WriteAsync(
            (userName, oldHash, newHash),
            static (session, change) => session.Prepared("UPDATE user SET password_hash = $new WHERE user_name = $name AND password_hash = $old")
                .With("$name", change.userName).With("$old", change.oldHash).With("$new", change.newHash).ExecuteNonQuery(),
            cancellation);

    /// <inheritdoc/>
    public async ValueTask CountFailedLoginAsync(string userName, CancellationToken cancellation) =>
        await writer.WriteAsync(
            (userName, now: Now()),
            static (session, failed) =>
            {
                session.Prepared("DELETE FROM failed_login WHERE last < $day").With("$day", failed.now - Lockout.MemorySeconds).ExecuteNonQuery();
                var failures = (long)session
                    .Prepared(
                        """
                        INSERT INTO failed_login (user_name, failures, last)
                        VALUES ($name, 1, $now)
                        ON CONFLICT (user_name) DO UPDATE SET failures = failures + 1, last = $now
                        RETURNING failures
                        """)
                    .With("$name", failed.userName).With("$now", failed.now).ExecuteScalar()!;
                return session.Prepared("UPDATE failed_login SET locked_until = $until WHERE user_name = $name")
                    .With("$name", failed.userName).With("$until", Lockout.Seconds(failures) is > 0 and var seconds ? failed.now + seconds : null).ExecuteNonQuery();
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> FindLockoutAsync(string userName, CancellationToken cancellation) =>
        readers.ReadAsync(
            (userName, now: Now()),
            static (session, asked) => session
                .Prepared("SELECT locked_until FROM failed_login WHERE user_name = $name AND locked_until > $now")
                .With("$name", asked.userName).With("$now", asked.now).ExecuteScalar() is long until
                ? DateTimeOffset.FromUnixTimeSeconds(until)
                : (DateTimeOffset?)null,
            cancellation);

    /// <inheritdoc/>
    public async ValueTask ForgetFailedLoginsAsync(string userName, CancellationToken cancellation) =>
        await writer.WriteAsync(userName, static (session, name) => Forget(session, name), cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> AddTokenAsync(IssuedToken token, string? passwordHash, CancellationToken cancellation) =>
        writer.WriteAsync(
            (token, passwordHash, now: Now()),
            static (session, added) =>
            {
                var isSignedIn = added.token.UserName is null || session.Prepared("SELECT 1 FROM user WHERE user_name = $name AND password_hash = $hash")
                    .With("$name", added.token.UserName).With("$hash", added.passwordHash).ExecuteScalar() is not null;
                if (!isSignedIn) return false;

                session.Prepared("DELETE FROM token WHERE expires < $now").With("$now", added.now).ExecuteNonQuery();
                return Add(session, added.token);
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IssuedToken?> FindTokenAsync(string tokenId, CancellationToken cancellation) =>
        readers.ReadAsync(
            (tokenId, now: Now()),
            static (session, asked) =>
            {
                using var row = session.Prepared($"SELECT {TokenColumns} FROM token WHERE id = $id AND expires >= $now")
                    .With("$id", asked.tokenId).With("$now", asked.now).ExecuteReader();
                return row.Read() ? TokenOf(row) : null;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<IssuedToken>> ListTokensAsync(long? merchant, CancellationToken cancellation) =>
        readers.ReadAsync(
            (merchant, now: Now()),
            static (session, asked) => ReadAll(
                session
                    .Prepared($"SELECT {TokenColumns} FROM token WHERE expires >= $now AND ($merchant IS NULL OR merchant = $merchant) ORDER BY issued DESC, id")
                    .With("$merchant", asked.merchant).With("$now", asked.now),
                TokenOf),
            cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> RevokeTokenAsync(string tokenId, CancellationToken cancellation) =>
        writer.WriteAsync(
            (tokenId, now: Now()),
            static (session, revoked) => session
                .Prepared("UPDATE token SET revoked = coalesce(revoked, $now) WHERE id = $id AND expires >= $now")
                .With("$id", revoked.tokenId).With("$now", revoked.now).ExecuteNonQuery() == 1,
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SecretMark>> ListSecretsAsync(CancellationToken cancellation) =>
        readers.ReadAsync(
            0,
            static (session, _) => ReadAll(session.Prepared("SELECT id, proof FROM secret ORDER BY added, id"), row => new SecretMark(row.GetString(0), row.GetString(1))),
            cancellation);

    /// <inheritdoc/>
    public async ValueTask AddSecretAsync(SecretMark secret, CancellationToken cancellation) =>
        await writer.WriteAsync(
            (secret, now: time.GetUtcNow().ToUnixTimeMilliseconds()),
            static (session, added) => session
                .Prepared("INSERT INTO secret (id, proof, added) VALUES ($id, $proof, max($now, (SELECT coalesce(max(added), 0) + 1 FROM secret))) ON CONFLICT (id) DO UPDATE SET proof = excluded.proof, added = excluded.added")
                .With("$id", added.secret.Id).With("$proof", added.secret.Proof).With("$now", added.now).ExecuteNonQuery(),
            cancellation);

    internal static bool Add(SqliteSession session, User user) => session
        .Prepared(
            $"""
            INSERT INTO user ({UserColumns})
            SELECT id, $user_name, $name, $email, $password_hash, $admin FROM merchant WHERE id = $merchant
            ON CONFLICT DO NOTHING
            """)
        .With("$merchant", user.Merchant)
        .With("$user_name", user.UserName)
        .With("$name", user.Name)
        .With("$email", user.Email)
        .With("$password_hash", user.PasswordHash)
        .With("$admin", user.IsAdmin ? 1 : 0)
        .ExecuteNonQuery() == 1;

    internal static bool Add(SqliteSession session, IssuedToken token) => session
        .Prepared($"INSERT INTO token ({TokenColumns}) VALUES ($id, $merchant, $user_name, $scopes, $issued, $expires, $revoked, $name)")
        .With("$id", token.Id)
        .With("$merchant", token.Merchant)
        .With("$user_name", token.UserName)
        .With("$scopes", token.Scopes)
        .With("$issued", token.Issued.ToUnixTimeSeconds())
        .With("$expires", token.Expires.ToUnixTimeSeconds())
        .With("$revoked", token.Revoked?.ToUnixTimeSeconds())
        .With("$name", token.Name)
        .ExecuteNonQuery() == 1;

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();

    private static User? Find(SqliteSession session, long merchant, string userName)
    {
        using var row = session.Prepared($"SELECT {UserColumns} FROM user WHERE user_name = $name AND merchant = $merchant").With("$name", userName).With("$merchant", merchant).ExecuteReader();
        return row.Read() ? UserOf(row) : null;
    }

    private static bool IsOnlyAdmin(SqliteSession session, User user) => session
        .Prepared("SELECT 1 FROM user WHERE merchant = $merchant AND admin = 1 AND user_name <> $name LIMIT 1")
        .With("$merchant", user.Merchant).With("$name", user.UserName).ExecuteScalar() is null;

    private static void RevokeTokens(SqliteSession session, string userName, long now) => session
        .Prepared("UPDATE token SET revoked = $now WHERE user_name = $name AND revoked IS NULL")
        .With("$name", userName).With("$now", now).ExecuteNonQuery();

    private static int Forget(SqliteSession session, string userName) =>
        session.Prepared("DELETE FROM failed_login WHERE user_name = $name").With("$name", userName).ExecuteNonQuery();

    internal static IReadOnlyList<T> ReadAll<T>(SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    internal static User UserOf(SqliteDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetBoolean(5));

    internal static IssuedToken TokenOf(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.GetString(3),
        DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(4)),
        DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(5)),
        row.IsDBNull(6) ? null : DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(6)),
        row.GetString(7));
}
