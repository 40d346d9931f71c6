using System.Globalization;
using System.Runtime.CompilerServices;
using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>
/// The customers of the token's merchant. Writes carry an idempotency key, a new one for each call unless the caller gives one, and are
/// sent again with it when no answer came: they are done once.
/// </summary>
public sealed class CustomersClient
{
    private const string Path = "customers";
    private const int ListedAtOnce = 1000;
    private const int VersionsAtOnce = 100;

    private readonly RequestSender _sender;

    internal CustomersClient(RequestSender sender) => _sender = sender;

    /// <summary>
    /// Every customer that matches, page by page as it is read. One that exists throughout, with an unchanged sort key, comes exactly once.
    /// </summary>
    /// <param name="filter">Null: all.</param>
    /// <param name="order">By default by id.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">The filter has two conditions of a kind that the API takes once.</exception>
    public async IAsyncEnumerable<Customer> ListAsync(CustomerFilter? filter = null, CustomerOrder order = default, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? next = null;
        do
        {
            var page = await GetPageAsync(filter, order, ListedAtOnce, next, cancellation: cancellation).ConfigureAwait(false);
            foreach (var customer in page.Customers) yield return customer;
            next = page.Next;
        }
        while (next is not null);
    }

    /// <summary>One page.</summary>
    /// <param name="filter">Null: all.</param>
    /// <param name="order">By default by id.</param>
    /// <param name="limit">The most customers, 1 to 10,000.</param>
    /// <param name="after">Where it begins: <see cref="CustomerPage.Next"/> of the page before, with the same filter and order. Null: at <paramref name="start"/>.</param>
    /// <param name="start">How many customers to skip; costs the more the more there are.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">The filter has two conditions of a kind that the API takes once.</exception>
    public Task<CustomerPage> GetPageAsync(
        CustomerFilter? filter = null, CustomerOrder order = default, int limit = 100, string? after = null, long start = 0, CancellationToken cancellation = default)
    {
        var address = new ApiAddress(Path).Add("limit", limit).Add("sort", order.Name).Add("after", after).Add("start", start == 0 ? null : start).Add(filter);
        return _sender.SendAsync(
            ApiRequest.Get(address.ToString()),
            async (response, token) => new CustomerPage(
                await RequestSender.ReadAsync(response, ClientJson.Default.ListCustomer, token).ConfigureAwait(false), AnswerHeaders.NextOf(response, "after")),
            cancellation);
    }

    /// <summary>How many customers match.</summary>
    /// <exception cref="ArgumentException">The filter has two conditions of a kind that the API takes once.</exception>
    public async Task<long> CountAsync(CustomerFilter? filter = null, CancellationToken cancellation = default) =>
        (await _sender.SendAsync(ApiRequest.Get(new ApiAddress($"{Path}/count").Add(filter).ToString()), ClientJson.Default.Count, cancellation).ConfigureAwait(false)).Value;

    /// <summary>Figures of all customers: how many there are of each kind, in each country, and by month of creation.</summary>
    public Task<CustomerSummary> GetSummaryAsync(CancellationToken cancellation = default) =>
        _sender.SendAsync(ApiRequest.Get($"{Path}/summary"), ClientJson.Default.CustomerSummary, cancellation);

    /// <summary>One customer.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.CustomerNotFound"/>.</exception>
    public Task<VersionedCustomer> GetAsync(long id, CancellationToken cancellation = default) => _sender.SendAsync(ApiRequest.Get(Of(id)), ReadOneAsync, cancellation);

    /// <summary>One customer; null when there is none.</summary>
    public Task<VersionedCustomer?> FindAsync(long id, CancellationToken cancellation = default) =>
        OrNullAsync<VersionedCustomer>(GetAsync(id, cancellation), ProblemCode.CustomerNotFound);

    /// <summary>One customer, when it has another version than the one that is known; null when it has not, which costs little.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.CustomerNotFound"/>.</exception>
    public Task<VersionedCustomer?> GetIfChangedAsync(long id, long knownVersion, CancellationToken cancellation = default) => _sender.SendAsync<VersionedCustomer?>(
        ApiRequest.Get(Of(id)) with { IfNoneMatch = knownVersion },
        async (response, token) => response.IsSuccessStatusCode ? await ReadOneAsync(response, token).ConfigureAwait(false) : null,
        cancellation);

    /// <summary>Creates a customer.</summary>
    /// <param name="customer">Its texts; the name at least. Without a customer number it is given the next free one.</param>
    /// <param name="idempotencyKey">1 to 255 characters, new for each change; null: one is made.</param>
    /// <param name="cancellation">Ends the waiting, and says nothing about whether the customer was created.</param>
    /// <exception cref="KundbokException"><see cref="ProblemCode.InvalidCustomer"/>, <see cref="ProblemCode.CustomerIdTaken"/>.</exception>
    public Task<VersionedCustomer> CreateAsync(CustomerInput customer, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(customer);
        return _sender.SendAsync(ApiRequest.Write(HttpMethod.Post, Path, idempotencyKey).WithBody(CustomerJson.Write(customer)), ReadOneAsync, cancellation);
    }

    /// <summary>Changes the fields of a customer that are set, and leaves the others as they are then.</summary>
    /// <param name="id">The customer.</param>
    /// <param name="patch">The fields; the empty string clears one.</param>
    /// <param name="version">The version that the change is meant for; null: whichever there is.</param>
    /// <param name="idempotencyKey">1 to 255 characters, new for each change; null: one is made.</param>
    /// <param name="cancellation">Ends the waiting, and says nothing about whether the change was made.</param>
    /// <exception cref="KundbokException">
    /// <see cref="ProblemCode.CustomerNotFound"/>; <see cref="ProblemCode.VersionMismatch"/>, with the version there is in
    /// <see cref="KundbokException.Version"/>; <see cref="ProblemCode.InvalidCustomer"/>, <see cref="ProblemCode.CustomerIdTaken"/>.
    /// </exception>
    public Task<VersionedCustomer> UpdateAsync(long id, CustomerInput patch, long? version = null, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return _sender.SendAsync(ApiRequest.Write(HttpMethod.Patch, Of(id), idempotencyKey).WithBody(CustomerJson.Write(patch)) with { IfMatch = version }, ReadOneAsync, cancellation);
    }

    /// <summary>Removes a customer. <see cref="RestoreAsync"/> and <see cref="UndoAsync"/> bring it back.</summary>
    /// <param name="id">The customer.</param>
    /// <param name="version">The version that the removal is meant for; null: whichever there is.</param>
    /// <param name="idempotencyKey">1 to 255 characters, new for each change; null: one is made.</param>
    /// <param name="cancellation">Ends the waiting, and says nothing about whether the customer was removed.</param>
    /// <exception cref="KundbokException"><see cref="ProblemCode.CustomerNotFound"/>, <see cref="ProblemCode.VersionMismatch"/>.</exception>
    public Task<Removal> DeleteAsync(long id, long? version = null, string? idempotencyKey = null, CancellationToken cancellation = default) => _sender.SendAsync(
        ApiRequest.Write(HttpMethod.Delete, Of(id), idempotencyKey) with { IfMatch = version },
        async (response, token) =>
        {
            await RequestSender.ReadAsync(response, ClientJson.Default.RemovedOne, token).ConfigureAwait(false);
            return new Removal(1, AnswerHeaders.OperationOf(response));
        },
        cancellation);

    /// <summary>Removes many customers, all or, when it fails, none. Those that are not there are not counted.</summary>
    /// <param name="ids">At most 10,000.</param>
    /// <param name="idempotencyKey">1 to 255 characters, new for each change; null: one is made.</param>
    /// <param name="cancellation">Ends the waiting, and says nothing about whether they were removed.</param>
    /// <exception cref="KundbokException"><see cref="ProblemCode.InvalidIds"/>.</exception>
    public Task<Removal> DeleteManyAsync(IEnumerable<long> ids, string? idempotencyKey = null, CancellationToken cancellation = default) => _sender.SendAsync(
        ApiRequest.Write(HttpMethod.Delete, Path, idempotencyKey).WithJson([.. ids], ClientJson.Default.ListInt64),
        async (response, token) =>
        {
            var removed = await RequestSender.ReadAsync(response, ClientJson.Default.RemovedMany, token).ConfigureAwait(false);
            return new Removal(removed.Count, AnswerHeaders.OperationOf(response));
        },
        cancellation);

    /// <summary>Brings back everybody that a removal removed, or nobody.</summary>
    /// <param name="operation">See <see cref="Removal.Operation"/>.</param>
    /// <param name="idempotencyKey">1 to 255 characters, new for each change; null: one is made.</param>
    /// <param name="cancellation">Ends the waiting, and says nothing about whether they are back.</param>
    /// <returns>How many are back: without those that were erased since.</returns>
    /// <exception cref="KundbokException">
    /// <see cref="ProblemCode.OperationNotFound"/>; <see cref="ProblemCode.ChangedSince"/> and <see cref="ProblemCode.CustomerIdTaken"/>, with the customers that are in
    /// the way in <see cref="KundbokException.Customers"/>.
    /// </exception>
    public async Task<int> UndoAsync(long operation, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        (await _sender.SendAsync(
            ApiRequest.Write(HttpMethod.Post, $"{Path}/operations/{ApiRequest.Segment(operation)}/undo", idempotencyKey), ClientJson.Default.RestoredMany, cancellation).ConfigureAwait(false)).Count;

    /// <summary>Brings back a customer that was removed, as it was.</summary>
    /// <param name="id">The customer.</param>
    /// <param name="idempotencyKey">1 to 255 characters, new for each change; null: one is made.</param>
    /// <param name="cancellation">Ends the waiting, and says nothing about whether it is back.</param>
    /// <exception cref="KundbokException">
    /// <see cref="ProblemCode.CustomerNotFound"/>, <see cref="ProblemCode.NotRemoved"/>, <see cref="ProblemCode.CustomerIdTaken"/>, <see cref="ProblemCode.CustomerErased"/>.
    /// </exception>
    public Task<VersionedCustomer> RestoreAsync(long id, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _sender.SendAsync(ApiRequest.Write(HttpMethod.Post, $"{Of(id)}/restore", idempotencyKey), ReadOneAsync, cancellation);

    /// <summary>Gives a customer the fields of an earlier version, as a new change.</summary>
    /// <param name="id">The customer.</param>
    /// <param name="toVersion">The version to go back to.</param>
    /// <param name="version">The version that the change is meant for; null: whichever there is.</param>
    /// <param name="idempotencyKey">1 to 255 characters, new for each change; null: one is made.</param>
    /// <param name="cancellation">Ends the waiting, and says nothing about whether the change was made.</param>
    /// <exception cref="KundbokException">
    /// <see cref="ProblemCode.CustomerNotFound"/>, <see cref="ProblemCode.VersionNotFound"/>, <see cref="ProblemCode.VersionMismatch"/>, <see cref="ProblemCode.CustomerIdTaken"/>.
    /// </exception>
    public Task<VersionedCustomer> RevertAsync(long id, long toVersion, long? version = null, string? idempotencyKey = null, CancellationToken cancellation = default) => _sender.SendAsync(
        ApiRequest.Write(HttpMethod.Post, $"{Of(id)}/revert", idempotencyKey).WithJson(new VersionBody(toVersion), ClientJson.Default.VersionBody) with { IfMatch = version },
        ReadOneAsync,
        cancellation);

    /// <summary>Every version of a customer that is kept, the newest first; also of one that was removed.</summary>
    /// <param name="id">The customer.</param>
    /// <param name="before">The version before which to begin; null: the newest.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="KundbokException"><see cref="ProblemCode.CustomerNotFound"/>.</exception>
    public async IAsyncEnumerable<CustomerVersion> GetHistoryAsync(long id, long? before = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        do
        {
            var page = await GetHistoryPageAsync(id, VersionsAtOnce, before, cancellation).ConfigureAwait(false);
            foreach (var version in page.Versions) yield return version;
            before = page.Next;
        }
        while (before is not null);
    }

    /// <summary>One page of a customer's history, the newest version first; also of one that was removed.</summary>
    /// <param name="id">The customer.</param>
    /// <param name="limit">The most versions, 1 to 100.</param>
    /// <param name="before">The version before which to begin: <see cref="HistoryPage.Next"/> of the page before; null: the newest.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="KundbokException"><see cref="ProblemCode.CustomerNotFound"/>.</exception>
    public Task<HistoryPage> GetHistoryPageAsync(long id, int limit, long? before = null, CancellationToken cancellation = default) => _sender.SendAsync(
        ApiRequest.Get(new ApiAddress($"{Of(id)}/history").Add("limit", limit).Add("before", before).ToString()),
        async (response, token) => new HistoryPage(
            (await RequestSender.ReadAsync(response, ClientJson.Default.VersionsPage, token).ConfigureAwait(false)).Versions,
            AnswerHeaders.NextOf(response, "before") is { } next ? long.Parse(next, NumberStyles.None, CultureInfo.InvariantCulture) : null),
        cancellation);

    /// <summary>Removes a customer, and everything that is kept of it, for good. Takes the scope <c>customers:erase</c>.</summary>
    /// <param name="id">The customer; it may have been removed.</param>
    /// <param name="idempotencyKey">1 to 255 characters, new for each change; null: one is made.</param>
    /// <param name="cancellation">Ends the waiting, and says nothing about whether it was erased.</param>
    /// <returns>The receipt, also when it was erased before.</returns>
    /// <exception cref="KundbokException"><see cref="ProblemCode.CustomerNotFound"/>.</exception>
    public Task<ErasedOne> EraseAsync(long id, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _sender.SendAsync(ApiRequest.Write(HttpMethod.Post, $"{Of(id)}/erase", idempotencyKey), ClientJson.Default.ErasedOne, cancellation);

    /// <summary>Everything that is held about a customer, as a file of JSON. Takes the scope <c>customers:export</c>.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.CustomerNotFound"/>.</exception>
    public Task<Download> GetDossierAsync(long id, CancellationToken cancellation = default) =>
        _sender.SendAsync(ApiRequest.Get($"{Of(id)}/dossier") with { IsStreamed = true }, Download.OpenAsync, cancellation);

    /// <summary>Who an organisation number, or a personal identity number, belongs to; null when nobody who could know knows.</summary>
    /// <param name="number">The number, with or without separators.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="KundbokException"><see cref="ProblemCode.InvalidOrgNumber"/>; <see cref="ProblemCode.LookupUnavailable"/>, when a source that could know did not answer.</exception>
    public Task<LookupResult?> LookUpAsync(string number, CancellationToken cancellation = default) => OrNullAsync(
        _sender.SendAsync(
            ApiRequest.Get($"{Path}/searchByOrgNumber/{ApiRequest.Segment(number)}"),
            async (response, token) => new LookupResult(
                await RequestSender.ReadAsync(response, ClientJson.Default.Party, token).ConfigureAwait(false), AnswerHeaders.TextOf(response, "Kundbok-Lookup-Stale") == "true",
                AnswerHeaders.TextOf(response, "Kundbok-Lookup-Source")),
            cancellation),
        ProblemCode.PartyNotFound);

    private static string Of(long id) => $"{Path}/{ApiRequest.Segment(id)}";

    private static async ValueTask<VersionedCustomer> ReadOneAsync(HttpResponseMessage response, CancellationToken cancellation) => new(
        await RequestSender.ReadAsync(response, ClientJson.Default.Customer, cancellation).ConfigureAwait(false),
        AnswerHeaders.VersionOf(response) ?? throw new FormatException("The answer does not say the version."));

    private static async Task<T?> OrNullAsync<T>(Task<T> asking, ProblemCode absent)
        where T : class
    {
        try
        {
            return await asking.ConfigureAwait(false);
        }
        catch (KundbokException problem) when (problem.Code == absent)
        {
            return null;
        }
    }
}
