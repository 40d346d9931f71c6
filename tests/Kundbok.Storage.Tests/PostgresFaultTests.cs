using System.Diagnostics;
using Kundbok.Contracts;
using Kundbok.Storage.Postgres;

namespace Kundbok.Storage.Tests;

/// <summary>What goes wrong between a register and its PostgreSQL: each is a clean retry or a clear fault, and nothing is half done.</summary>
public sealed class PostgresFaultTests : PostgresRegisterTests
{
    [Theory]
    [InlineData("40001")] // serialization failure
    [InlineData("40P01")] // deadlock
    [InlineData("25P03")] // idle in a transaction for too long
    [InlineData("57P05")] // idle for too long
    public async Task A_conflict_is_tried_again(string state)
    {
        await TripAsync("INSERT", $"RAISE EXCEPTION USING ERRCODE = '{state}'", times: 2);

        (await CreateAsync(Register, Merchant)).ShouldBeOfType<CustomerWrite.Stored>();

        await ShouldHoldAsync(1);
    }

    [Fact]
    public async Task A_conflict_that_does_not_end_is_told_and_leaves_nothing()
    {
        await TripAsync("INSERT", "RAISE EXCEPTION USING ERRCODE = '40001'", times: int.MaxValue);

        var fault = await Should.ThrowAsync<RegisterUnavailableException>(() => CreateAsync(Register, Merchant).AsTask());

        fault.IsOutcomeUnknown.ShouldBeFalse();
        await ShouldHoldAsync(0);
    }

    [Fact]
    public async Task A_connection_killed_in_the_middle_of_a_bulk_delete_is_replaced_and_the_delete_done_once()
    {
        var ids = await CreateManyAsync(50);
        await TripAsync("DELETE", "PERFORM pg_terminate_backend(pg_backend_pid())", times: 1);

        (await Register.Customers.RemoveAsync(Merchant, ids[..30], None)).ShouldBe(30);

        await ShouldHoldAsync(20);
    }

    [Fact]
    public async Task A_bulk_delete_whose_connections_are_killed_each_time_is_told_and_removes_nothing()
    {
        var ids = await CreateManyAsync(50);
        await TripAsync("DELETE", "PERFORM pg_terminate_backend(pg_backend_pid())", times: int.MaxValue);

        await Should.ThrowAsync<RegisterUnavailableException>(() => Register.Customers.RemoveAsync(Merchant, ids, None).AsTask());

        await ShouldHoldAsync(50);
    }

    [Fact]
    public async Task Reads_go_on_when_every_connection_is_killed()
    {
        var ids = await CreateManyAsync(3);
        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => await Register.Customers.FindAsync(Merchant, ids[0], None)));
            await Database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'Kundbok%'");

            (await Register.Customers.FindAsync(Merchant, ids[0], None)).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_write_that_fails_in_a_group_fails_alone()
    {
        await TripAsync("INSERT", "IF NEW.email = 'bad' THEN RAISE EXCEPTION USING ERRCODE = '23514'; END IF", times: int.MaxValue);

        var writes = Enumerable.Range(0, 100).Select(i => CreateAsync(Register, Merchant, ("email", i == 50 ? "bad" : "good")).AsTask()).ToList();

        await Should.ThrowAsync<Npgsql.PostgresException>(writes[50]);
        writes.RemoveAt(50);
        await Task.WhenAll(writes);
        await ShouldHoldAsync(99);
    }

    [Fact]
    public async Task A_commit_that_gives_up_waiting_for_a_standby_is_no_success()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var register = PostgresRegister.Open(cluster.ConnectionString(await cluster.CreateDatabaseAsync()), TimeProvider.System);
        var merchant = (await register.Access.AddMerchantAsync("A merchant", None)).Id;
        await WaitForNobodyAsync(cluster);

        var write = CreateAsync(register, merchant).AsTask();
        while (!write.IsCompleted && await cluster.ScalarAsync("postgres", "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") is 0L) await Task.Delay(20);

        (await Should.ThrowAsync<RegisterUnavailableException>(write)).IsOutcomeUnknown.ShouldBeTrue();
        (await register.Customers.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(1); // as PostgreSQL warned: committed here, and perhaps nowhere else
    }

    [Fact]
    public async Task A_commit_that_is_not_answered_is_no_success_and_goes_on_unheard()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var connectionString = cluster.ConnectionString(await cluster.CreateDatabaseAsync());
        await using var register = PostgresRegister.Open(connectionString, TimeProvider.System, RegisterUse.Command, mayCreate: true, commitPatience: TimeSpan.FromMilliseconds(300));
        var merchant = (await register.Access.AddMerchantAsync("A merchant", None)).Id;
        await WaitForNobodyAsync(cluster);

        (await Should.ThrowAsync<RegisterUnavailableException>(() => CreateAsync(register, merchant).AsTask())).IsOutcomeUnknown.ShouldBeTrue();

        (await cluster.ScalarAsync("postgres", "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")).ShouldBe(1L); // nobody broke it off
        await cluster.ExecuteAsync("postgres", "ALTER SYSTEM RESET synchronous_standby_names");
        await cluster.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        (await CreateAsync(register, merchant)).ShouldBeOfType<CustomerWrite.Stored>().Id.ShouldBeGreaterThan(1); // behind the one that is stored by now
        (await register.Customers.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(2);
    }

    [Fact]
    public async Task Commits_that_nobody_answers_leave_connections_for_reads_and_refuse_further_writes()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var connectionString = cluster.ConnectionString(await cluster.CreateDatabaseAsync()) + ";Maximum Pool Size=8";
        await using var register = PostgresRegister.Open(connectionString, TimeProvider.System, RegisterUse.Command, mayCreate: true, commitPatience: TimeSpan.FromMilliseconds(300));
        var merchant = (await register.Access.AddMerchantAsync("A merchant", None)).Id;
        await WaitForNobodyAsync(cluster);

        for (var round = 0; round < 3; round++)
        {
            foreach (var write in Enumerable.Range(0, 10).Select(i => register.Access.CountFailedLoginAsync($"{round} {i}", None).AsTask()).ToList())
                await Should.ThrowAsync<RegisterUnavailableException>(write);
            (await register.Customers.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(0);
        }

        (await cluster.ScalarAsync("postgres", "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")).ShouldBe(4L);
        await cluster.ExecuteAsync("postgres", "ALTER SYSTEM RESET synchronous_standby_names");
        await cluster.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        (await CreateAsync(register, merchant)).ShouldBeOfType<CustomerWrite.Stored>();
    }

    [Fact]
    public async Task Letters_are_stored_as_they_are_whatever_encoding_the_connection_string_names()
    {
        await using var register = PostgresRegister.Open(Database.ConnectionString + ";Client Encoding=LATIN1", TimeProvider.System);

        var stored = (CustomerWrite.Stored)await CreateAsync(register, Merchant, ("name", "Östen Ж"), ("customerid", "Ö1"));

        (await Register.Customers.CountAsync(Merchant, new([new FieldIs(CustomerFields.Number, "Ö1", Inverted: false)]), None)).ShouldBe(1);
        (await CreateAsync(Register, Merchant, ("customerid", "Ö1"))).ShouldBe(new CustomerWrite.NumberTaken(stored.Id));
    }

    [Fact]
    public async Task A_node_that_stands_still_in_a_transaction_keeps_a_merchants_lock_for_seconds_only()
    {
        await using var second = PostgresRegister.Open(Database.ConnectionString, TimeProvider.System);
        using var frozen = new ManualResetEventSlim();
        var stillStanding = Register.Writer.WriteAsync(Merchant, new PostgresWriteNeeds(), _ => Wait(frozen), None).AsTask();
        try
        {
            while (await Database.ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()") is 0L) await Task.Delay(20);

            (await CreateAsync(second, Merchant)).ShouldBeOfType<CustomerWrite.Stored>(); // once PostgreSQL has ended the other's session
        }
        finally
        {
            frozen.Set(); // also when something above failed: else the register would wait for it forever
        }

        await Task.WhenAny(stillStanding); // it goes on, on another connection
        (await CreateAsync(Register, Merchant)).ShouldBeOfType<CustomerWrite.Stored>();
        (await Register.Customers.CountAsync(Merchant, CustomerFilter.All, None)).ShouldBe(2);
    }

    [Fact]
    public async Task With_several_hosts_a_killed_connection_is_replaced_too()
    {
        var several = new Npgsql.NpgsqlConnectionStringBuilder(Database.ConnectionString);
        several.Host = $"{several.Host}:{several.Port},{several.Host}:1";
        await using var register = PostgresRegister.Open(several.ConnectionString, TimeProvider.System);
        var ids = await CreateManyAsync(50);
        (await register.Customers.FindAsync(Merchant, ids[0], None)).ShouldNotBeNull();
        await Database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'Kundbok%'");
        await TripAsync("DELETE", "PERFORM pg_terminate_backend(pg_backend_pid())", times: 1);

        (await register.Customers.FindAsync(Merchant, ids[0], None)).ShouldNotBeNull();
        (await register.Customers.RemoveAsync(Merchant, ids[..30], None)).ShouldBe(30);

        await ShouldHoldAsync(20);
    }

    [Fact]
    public async Task On_a_full_disk_nothing_is_acknowledged_that_is_not_stored_reads_go_on_and_writes_work_again_when_there_is_room()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        using var disk = SmallDisk.Mount(cluster.Directory, "60m");
        await cluster.ExecuteAsync("postgres", $"CREATE TABLESPACE small LOCATION '{disk.Path}'");
        var name = await cluster.CreateDatabaseAsync(options: "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8' TABLESPACE small");
        await using var register = PostgresRegister.Open(cluster.ConnectionString(name), TimeProvider.System);
        var merchant = (await register.Access.AddMerchantAsync("A merchant", None)).Id;
        var random = new Random(1); // what can be made smaller takes longer to fill it
        var (acknowledged, refused) = (0, 0);
        while (refused == 0)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => TryCreateAsync(register, merchant, Noise(random))));
            acknowledged += outcomes.Count(stored => stored);
            refused += outcomes.Count(stored => !stored);
        }

        (await register.Customers.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(acknowledged);
        disk.Resize("200m");
        (await TryCreateAsync(register, merchant, Noise(random))).ShouldBeTrue();
        (await register.Customers.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(acknowledged + 1);
        (await register.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
    }

    // From here on every COMMIT waits for a standby that does not come. The setting is in force some time after it is read again.
    private static async Task WaitForNobodyAsync(PostgresCluster cluster)
    {
        await cluster.ExecuteAsync("postgres", "CREATE TABLE probe (n int)");
        await cluster.ExecuteAsync("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        await cluster.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        while (true)
        {
            var probe = cluster.ExecuteAsync("postgres", "INSERT INTO probe VALUES (1)");
            while (!probe.IsCompleted)
            {
                if (await cluster.ScalarAsync("postgres", "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") is > 0L)
                {
                    await probe;
                    return;
                }
            }
        }
    }

    private static ValueTask<CustomerWrite> CreateAsync(PostgresRegister register, long merchant, params (string Name, string Text)[] fields)
    {
        var input = new CustomerInput { [CustomerFields.Name] = "A" };
        foreach (var (name, text) in fields) input[CustomerFields.Find(name)!] = text;
        return register.Customers.CreateAsync(merchant, input, None);
    }

    private static async Task<bool> TryCreateAsync(PostgresRegister register, long merchant, string notes)
    {
        try
        {
            return await CreateAsync(register, merchant, ("notes", notes)) is CustomerWrite.Stored;
        }
        catch (RegisterUnavailableException fault) when (!fault.IsOutcomeUnknown)
        {
            return false;
        }
    }

    private static bool Wait(ManualResetEventSlim frozen)
    {
        frozen.Wait();
        return true;
    }

    private static string Noise(Random random) => string.Concat(Enumerable.Range(0, 30_000).Select(_ => (char)random.Next('!', 'Ɏ')));

    private async Task<List<long>> CreateManyAsync(int count)
    {
        (await Register.Customers.CreateManyAsync(Merchant, [.. Enumerable.Range(0, count).Select(_ => new NewCustomer(new CustomerInput { [CustomerFields.Name] = "A" }))], None)).ShouldBeNull();
        using var page = await Register.Customers.ListAsync(Merchant, CustomerFilter.All, new CustomerSlice(CustomerSort.Default, null, 0, count), None);
        return [.. page.Ids];
    }

    // Does something to the first statements of a kind; a sequence counts them whatever becomes of their transactions.
    private Task TripAsync(string statement, string what, int times) => Database.ExecuteAsync(
        $"""
        CREATE SEQUENCE trips;
        CREATE FUNCTION trip() RETURNS trigger LANGUAGE plpgsql AS
        $$
        BEGIN
            IF nextval('trips') <= {times} THEN {what}; END IF;
            RETURN coalesce(NEW, OLD);
        END
        $$;
        CREATE TRIGGER trip BEFORE {statement} ON customer FOR EACH ROW EXECUTE FUNCTION trip();
        """);

    private async Task ShouldHoldAsync(int customers)
    {
        await Database.ExecuteAsync("DROP TRIGGER trip ON customer");
        (await Register.Customers.CountAsync(Merchant, CustomerFilter.All, None)).ShouldBe(customers);
        (await Register.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
    }

    /// <summary>A file system of a size of its own, in memory.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private SmallDisk(string path) => Path = path;

        public string Path { get; }

        public static SmallDisk Mount(string directory, string size)
        {
            Requires.Mounting();
            var path = System.IO.Path.Combine(directory, "small-disk");
            Directory.CreateDirectory(path);
            Run("mount", "-t", "tmpfs", "-o", $"size={size},mode=0777", "tmpfs", path);
            Run("chown", $"--reference={directory}", path);
            return new SmallDisk(path);
        }

        public void Resize(string size) => Run("mount", "-o", $"remount,size={size}", Path);

        public void Dispose() => Run("umount", "--lazy", Path);

        private static void Run(string program, params string[] arguments)
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            process.ExitCode.ShouldBe(0);
        }
    }
}
