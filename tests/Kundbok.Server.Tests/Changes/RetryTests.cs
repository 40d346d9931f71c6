using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using Kundbok.Storage;

namespace Kundbok.Server.Tests.Changes;

/// <summary>Requests with an Idempotency-Key.</summary>
public abstract class RetryTests(TestServer server)
{
    [Fact]
    public async Task A_repeated_request_gets_the_same_answer_and_is_done_once()
    {
        using var client = await server.NewMerchantAsync();
        var ids = new List<long>();
        for (var i = 0; i < 3; i++) ids.Add(await client.CreateAsync("""{"name":"A"}"""));
        (HttpMethod Method, string Path, string? Body)[] requests =
        [
            (HttpMethod.Post, "/customers", """{"name":"New"}"""),
            (HttpMethod.Patch, $"/customers/{ids[0]}", """{"name":"B"}"""),
            (HttpMethod.Delete, $"/customers/{ids[0]}", null),
            (HttpMethod.Delete, "/customers", $"[{ids[1]},{ids[2]}]"),
            (HttpMethod.Post, $"/customers/{ids[0]}/restore", null),
            (HttpMethod.Post, $"/customers/{ids[0]}/erase", null),
        ];

        foreach (var (method, path, body) in requests)
        {
            using var first = await SendAsync(client, method, path, body, $"key {method} {path}");
            using var again = await SendAsync(client, method, path + "/", body, $"key {method} {path}"); // the same address

            first.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            again.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await again.Content.ReadAsByteArrayAsync()).ShouldBe(await first.Content.ReadAsByteArrayAsync(), path);
            again.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"], path);
            first.Headers.Contains("Idempotent-Replayed").ShouldBeFalse(path);
            again.Headers.ETag.ShouldBe(first.Headers.ETag, path);
            again.Headers.Location.ShouldBe(first.Headers.Location, path);
            again.Headers.Contains("Kundbok-Change").ShouldBe(first.Headers.Contains("Kundbok-Change"), path);
        }

        (await client.Typed().Customers.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_with_another_request_is_refused_and_nothing_is_done()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");
        (await SendAsync(client, HttpMethod.Post, "/customers", """{"name":"B"}""", "key")).Dispose();

        await SendAsync(client, HttpMethod.Post, "/customers", """{"name":"C"}""", "key").ProblemAsync(422, "idempotency_key_reused");
        await SendAsync(client, HttpMethod.Patch, $"/customers/{id}", """{"name":"B"}""", "key").ProblemAsync(422, "idempotency_key_reused");
        await SendAsync(client, HttpMethod.Delete, $"/customers/{id}", null, "key").ProblemAsync(422, "idempotency_key_reused");

        (await client.Typed().Customers.CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Keys_belong_to_the_merchant()
    {
        using var first = await server.NewMerchantAsync();
        using var second = await server.NewMerchantAsync();

        using var one = await SendAsync(first, HttpMethod.Post, "/customers", """{"name":"A"}""", "key");
        using var other = await SendAsync(second, HttpMethod.Post, "/customers", """{"name":"A"}""", "key");

        other.Headers.Contains("Idempotent-Replayed").ShouldBeFalse();
        other.Headers.Location.ShouldNotBe(one.Headers.Location);
    }

    [Fact]
    public async Task What_fails_leaves_the_key_free()
    {
        using var client = await server.NewMerchantAsync();
        var holder = await client.CreateAsync("""{"name":"A","customerid":"K-1"}""");

        await SendAsync(client, HttpMethod.Post, "/customers", """{"name":"B","customerid":"K-1"}""", "key").ProblemAsync(409, "customerid_taken");
        await client.SendAsync(HttpMethod.Delete, $"/customers/{holder}").JsonAsync();

        using var again = await SendAsync(client, HttpMethod.Post, "/customers", """{"name":"B","customerid":"K-1"}""", "key");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        again.Headers.Contains("Idempotent-Replayed").ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, 400)]
    [InlineData(1, 200)]
    [InlineData(255, 200)]
    [InlineData(256, 400)]
    public async Task A_key_has_1_to_255_characters(int length, int status)
    {
        using var client = await server.NewMerchantAsync();

        using var answer = await SendAsync(client, HttpMethod.Post, "/customers", """{"name":"A"}""", new string('k', length));

        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task A_key_that_is_sent_twice_is_refused()
    {
        var token = await server.TokenAsync(await server.AddMerchantAsync());
        using var connection = new TcpClient(); // HttpClient would make one header of the two
        await connection.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        var request = $"POST /customers HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: one\r\nIdempotency-Key: two\r\nContent-Length: 12\r\nConnection: close\r\n\r\n{{\"name\":\"A\"}}";
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));

        using var answer = new StreamReader(connection.GetStream());

        (await answer.ReadToEndAsync()).ShouldStartWith("HTTP/1.1 400 ");
    }

    public sealed class OnSqlite(TestServer server) : RetryTests(server), IClassFixture<TestServer>;

    public sealed class OnPostgres(PostgresTestServer server) : RetryTests(server), IClassFixture<PostgresTestServer>;

    /// <summary>A server whose store does not create before it may.</summary>
    public sealed class WhileItRuns(WhileItRuns.GatedServer server) : IClassFixture<WhileItRuns.GatedServer>
    {
        [Fact]
        public async Task While_the_first_is_being_worked_on_others_with_the_key_are_told_to_wait()
        {
            using var client = await server.NewMerchantAsync();
            using var other = await server.NewMerchantAsync();
            var first = SendAsync(client, HttpMethod.Post, "/customers", """{"name":"A"}""", "key");
            await server.Arrived.Task;

            using (var second = await SendAsync(client, HttpMethod.Post, "/customers", """{"name":"A"}""", "key"))
            {
                second.Headers.RetryAfter.ShouldNotBeNull();
                await Task.FromResult(second).ProblemAsync(409, "idempotency_in_progress");
            }

            var others = SendAsync(other, HttpMethod.Post, "/customers", """{"name":"A"}""", "key");
            server.Gate.SetResult();

            using var done = await first;
            done.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await others).StatusCode.ShouldBe(HttpStatusCode.OK);
            using var again = await SendAsync(client, HttpMethod.Post, "/customers", """{"name":"A"}""", "key");
            again.Headers.Contains("Idempotent-Replayed").ShouldBeTrue();
        }

        public sealed class GatedServer : TestServer
        {
            public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

            public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

            private protected override IRegister OpenRegister(ServerSettings settings)
            {
                var register = base.OpenRegister(settings);
                var gated = DispatchProxy.Create<IRegister, GatedRegister>();
                var store = DispatchProxy.Create<ICustomerStore, GatedStore>();
                ((GatedStore)(object)store).SetUp(register.Customers, this);
                ((GatedRegister)(object)gated).SetUp(register, store);
                return gated;
            }
        }
    }

    public class GatedRegister : DispatchProxy
    {
        private IRegister? _register;
        private ICustomerStore? _store;

        internal void SetUp(IRegister register, ICustomerStore store) => (_register, _store) = (register, store);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == "get_Customers" ? _store : targetMethod.Invoke(_register, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
    }

    public class GatedStore : DispatchProxy
    {
        private ICustomerStore? _store;
        private WhileItRuns.GatedServer? _server;

        internal void SetUp(ICustomerStore store, WhileItRuns.GatedServer server) => (_store, _server) = (store, server);

#pragma warning disable CA2012 // Whoever called the proxy awaits what it gives back.
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(ICustomerStore.CreateAsync) ? CreateAsync(targetMethod, args) : Call(targetMethod, args);
#pragma warning restore CA2012

        private async ValueTask<CustomerWrite> CreateAsync(MethodInfo method, object?[]? args)
        {
            _server!.Arrived.TrySetResult();
            await _server.Gate.Task;
            return await (ValueTask<CustomerWrite>)Call(method, args)!;
        }

        private object? Call(MethodInfo method, object?[]? args) => method.Invoke(_store, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string? body, string key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Requests.Json(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request);
    }
}
