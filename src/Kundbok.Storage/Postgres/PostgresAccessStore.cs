using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <inheritdoc cref="IAccessStore"/>
internal sealed class PostgresAccessStore(PostgresTransactions transactions, PostgresReaders readers, TimeProvider time) : IAccessStore
{
    internal const string UserColumns = "merchant, user_name, name, email, password_hash, admin";
    internal const string TokenColumns = "id, merchant, user_name, scopes, issued, expires, revoked, name";

    // Behind every other, also when the clocks of nodes differ.
    private const string AddSecret =
        """
        INSERT INTO secret (id, proof, added)
        VALUES ($1, $2, greatest($3, (SELECT max(added) + 1 FROM secret)))
        ON CONFLICT (id) DO UPDATE SET proof = EXCLUDED.proof, added = EXCLUDED.added
        """;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Merchant>> ListMerchantsAsync(CancellationToken cancellation) =>
        readers.ListAsync("SELECT id, name FROM merchant ORDER BY id", [], row => new Merchant(row.GetInt64(0), row.GetString(1)), cancellation);

    /// <inheritdoc/>
    public ValueTask<Merchant> AddMerchantAsync(string name, CancellationToken cancellation) =>
        WriteAsync(async connection => new Merchant(await ScalarAsync<long>(connection, "INSERT INTO merchant (name) VALUES ($1) RETURNING id", name), name), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<User>> ListUsersAsync(long? merchant, CancellationToken cancellation) =>
        readers.ListAsync($"SELECT {UserColumns} FROM account WHERE $1 IS NULL OR merchant = $1 ORDER BY user_key", [PostgresCommands.Nullable(merchant)], UserOf, cancellation);

    /// <inheritdoc/>
    public async ValueTask<User?> FindUserAsync(string userName, CancellationToken cancellation) =>
        await readers.ListAsync($"SELECT {UserColumns} FROM account WHERE user_key = $1", [KeyOf(userName)], UserOf, cancellation) is [var user] ? user : null;

    /// <inheritdoc/>
    public ValueTask<User?> AddUserAsync(User user, CancellationToken cancellation) =>
        WriteAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection);
                Add(batch, user);
                return await batch.ExecuteNonQueryAsync() == 1 ? user : null;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> SetPasswordAsync(string userName, string passwordHash, CancellationToken cancellation) =>
        WriteAsync(
            async connection =>
            {
                var key = KeyOf(userName);
                if (await connection.RunAsync("UPDATE account SET password_hash = $2 WHERE user_key = $1", key, passwordHash) == 0) return false;

                await RevokeTokensAsync(connection, key, Now());
                await ForgetAsync(connection, key);
                return true;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<UserOutcome> UpdateUserAsync(long merchant, string userName, UserChange change, CancellationToken cancellation) =>
        WriteAsync(
            async connection =>
            {
                var key = KeyOf(userName);
                if (await LockAsync(connection, merchant, key) is not { } user) return UserOutcome.NotFound;

                var isDemoted = user.IsAdmin && change.IsAdmin == false;
                if (isDemoted && await IsOnlyAdminAsync(connection, merchant, key)) return UserOutcome.LastAdmin;
                await connection.RunAsync(
                    "UPDATE account SET name = $2, email = $3, admin = $4, password_hash = $5 WHERE user_key = $1",
                    key, change.Name ?? user.Name, change.Email ?? user.Email, change.IsAdmin ?? user.IsAdmin, change.PasswordHash ?? user.PasswordHash);
                if (isDemoted || change.PasswordHash is not null) await RevokeTokensAsync(connection, key, Now());
                if (change.PasswordHash is not null) await ForgetAsync(connection, key);
                return UserOutcome.Done;
            },
            cancellation);

    /// <inheritdoc/>
    public ValueTask<UserOutcome> RemoveUserAsync(long merchant, string userName, CancellationToken cancellation) =>
        WriteAsync(
            async connection =>
            {
                var key = KeyOf(userName);
                if (await LockAsync(connection, merchant, key) is not { } user) return UserOutcome.NotFound;
                if (user.IsAdmin && await IsOnlyAdminAsync(connection, merchant, key)) return UserOutcome.LastAdmin;

                await connection.RunAsync("DELETE FROM account WHERE user_key = $1", key);
                await RevokeTokensAsync(connection, key, Now());
                await ForgetAsync(connection, key);
                return UserOutcome.Done;
            },
            cancellation);

    /// <inheritdoc/>
    public async ValueTask RehashPasswordAsync(string userName, string oldHash, string newHash, CancellationToken cancellation) =>
        await WriteAsync(
            connection => connection.RunAsync("UPDATE account SET password_hash = $3 WHERE user_key = $1 AND password_hash = $2", KeyOf(userName), oldHash, newHash),
            cancellation);

    /// <inheritdoc/>
    public async ValueTask CountFailedLoginAsync(string userName, CancellationToken cancellation) =>
        await WriteAsync(
            async connection =>
            {
                var (key, now) = (KeyOf(userName), Now());
                await connection.RunAsync("DELETE FROM failed_login WHERE last < $1", now - Lockout.MemorySeconds);
                var failures = await ScalarAsync<long>(
                    connection,
                    """
                    INSERT INTO failed_login (user_key, failures, last)
                    VALUES ($1, 1, $2)
                    ON CONFLICT (user_key) DO UPDATE SET failures = failed_login.failures + 1, last = $2
                    RETURNING failures
                    """,
                    key,
                    now);
                var until = Lockout.Seconds(failures) is > 0 and var seconds ? now + seconds : (long?)null;
                return await connection.RunAsync("UPDATE failed_login SET locked_until = $2 WHERE user_key = $1", key, PostgresCommands.Nullable(until));
            },
            cancellation);

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset?> FindLockoutAsync(string userName, CancellationToken cancellation)
    {
        var until = await readers.ListAsync("SELECT locked_until FROM failed_login WHERE user_key = $1 AND locked_until > $2", [KeyOf(userName), Now()], row => row.GetInt64(0), cancellation);
        return until.Count == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(until[0]);
    }

    /// <inheritdoc/>
    public async ValueTask ForgetFailedLoginsAsync(string userName, CancellationToken cancellation) =>
        await WriteAsync(connection => ForgetAsync(connection, KeyOf(userName)), cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> AddTokenAsync(IssuedToken token, string? passwordHash, CancellationToken cancellation) =>
        WriteAsync(
            async connection =>
            {
                var key = token.UserName is null ? null : KeyOf(token.UserName);
                if (key is not null && !await HasPasswordAsync(connection, key, passwordHash)) return false;

                await connection.RunAsync("DELETE FROM token WHERE expires < $1", Now());
                await using var batch = new NpgsqlBatch(connection);
                Add(batch, token);
                return await batch.ExecuteNonQueryAsync() == 1;
            },
            cancellation);

    /// <inheritdoc/>
    public async ValueTask<IssuedToken?> FindTokenAsync(string tokenId, CancellationToken cancellation) =>
        await readers.ListAsync($"SELECT {TokenColumns} FROM token WHERE id = $1 AND expires >= $2", [tokenId, Now()], TokenOf, cancellation) is [var token] ? token : null;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<IssuedToken>> ListTokensAsync(long? merchant, CancellationToken cancellation) =>
        readers.ListAsync(
            $"SELECT {TokenColumns} FROM token WHERE expires >= $2 AND ($1 IS NULL OR merchant = $1) ORDER BY issued DESC, id",
            [PostgresCommands.Nullable(merchant), Now()],
            TokenOf,
            cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> RevokeTokenAsync(string tokenId, CancellationToken cancellation) =>
        WriteAsync(
            async connection => await connection.RunAsync("UPDATE token SET revoked = coalesce(revoked, $2) WHERE id = $1 AND expires >= $2", tokenId, Now()) == 1,
            cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SecretMark>> ListSecretsAsync(CancellationToken cancellation) =>
        readers.ListAsync("SELECT id, proof FROM secret ORDER BY added, id", [], row => new SecretMark(row.GetString(0), row.GetString(1)), cancellation);

    /// <inheritdoc/>
    public async ValueTask AddSecretAsync(SecretMark secret, CancellationToken cancellation) =>
        await WriteAsync(
            connection => connection.RunAsync(AddSecret, secret.Id, secret.Proof, time.GetUtcNow().ToUnixTimeMilliseconds()),
            cancellation);

    /// <summary>The user name without regard to ASCII case; what PostgreSQL's text cannot have is something else that no user name has.</summary>
    public static string KeyOf(string userName) => string.Create(userName.Length, userName, static (key, name) =>
    {
        for (var i = 0; i < key.Length; i++) key[i] = name[i] == '\0' ? '\uFFFE' : char.IsAsciiLetterUpper(name[i]) ? (char)(name[i] | 0x20) : name[i];
    });

    internal static void Add(NpgsqlBatch batch, User user) => batch.Add(
        """
        INSERT INTO account (user_key, merchant, user_name, name, email, password_hash, admin)
        SELECT $2, id, $3, $4, $5, $6, $7 FROM merchant WHERE id = $1
        ON CONFLICT DO NOTHING
        """,
        user.Merchant,
        KeyOf(user.UserName),
        user.UserName,
        user.Name,
        user.Email,
        user.PasswordHash,
        user.IsAdmin);

    internal static void Add(NpgsqlBatch batch, IssuedToken token) => batch.Add(
        $"INSERT INTO token ({TokenColumns}, user_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        token.Id,
        token.Merchant,
        PostgresCommands.Nullable(token.UserName),
        token.Scopes,
        token.Issued.ToUnixTimeSeconds(),
        token.Expires.ToUnixTimeSeconds(),
        PostgresCommands.Nullable(token.Revoked?.ToUnixTimeSeconds()),
        token.Name,
        PostgresCommands.Nullable(token.UserName is null ? null : KeyOf(token.UserName)));

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();

    // Cancelling stops the waiting, not the write.
    private async ValueTask<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> write, CancellationToken cancellation) =>
        await transactions.RunAsync(write).WaitAsync(cancellation);

    // Whoever changes the password waits until the token is there to be revoked.
    private static async Task<bool> HasPasswordAsync(NpgsqlConnection connection, string key, string? passwordHash)
    {
        await using var command = connection.Command("SELECT 1 FROM account WHERE user_key = $1 AND password_hash = $2 FOR SHARE", key, PostgresCommands.Nullable(passwordHash));
        return await command.ExecuteScalarAsync() is not null;
    }

    // All of the merchant's, so that of two admins who go at once one stays.
    private static async Task<User?> LockAsync(NpgsqlConnection connection, long merchant, string key)
    {
        await connection.RunAsync("SELECT 1 FROM account WHERE merchant = $1 ORDER BY user_key FOR UPDATE", merchant);
        await using var command = connection.Command($"SELECT {UserColumns} FROM account WHERE merchant = $1 AND user_key = $2", merchant, key);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? UserOf(row) : null;
    }

    private static async Task<bool> IsOnlyAdminAsync(NpgsqlConnection connection, long merchant, string key)
    {
        await using var command = connection.Command("SELECT 1 FROM account WHERE merchant = $1 AND admin AND user_key <> $2 LIMIT 1", merchant, key);
        return await command.ExecuteScalarAsync() is null;
    }

    private static Task<int> RevokeTokensAsync(NpgsqlConnection connection, string key, long now) =>
        connection.RunAsync("UPDATE token SET revoked = $2 WHERE user_key = $1 AND revoked IS NULL", key, now);

    private static Task<int> ForgetAsync(NpgsqlConnection connection, string key) => connection.RunAsync("DELETE FROM failed_login WHERE user_key = $1", key);

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    internal static User UserOf(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetBoolean(5));

    internal static IssuedToken TokenOf(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.GetString(3),
        DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(4)),
        DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(5)),
        row.IsDBNull(6) ? null : DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(6)),
        row.GetString(7));
}
