using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kundbok.Client;

/// <summary>A request as it is made, once or several times.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path and query, relative to the register's address.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    private const string KeyHeader = "Idempotency-Key";
    private const int LongestKey = 255;

    private static readonly HttpRequestOptionsKey<bool> BrowserStreaming = new("WebAssemblyEnableStreamingResponse");
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private byte[]? _body;

    /// <summary>The key of a write; null when it takes none.</summary>
    public string? Key { get; private init; }

    /// <summary>Whether it may be sent again when nobody knows what became of it.</summary>
    public bool IsRepeatable { get; private init; }

    /// <summary>How long it waits in the server, at most.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Whether the answer is read as it comes.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>For what version it is meant; null: any.</summary>
    public long? IfMatch { get; init; }

    /// <summary>The version that is known already; null: none.</summary>
    public long? IfNoneMatch { get; init; }

    /// <summary>What is asked for, when it is not JSON.</summary>
    public string? Accept { get; init; }

    public static ApiRequest Get(string path) => new(HttpMethod.Get, path) { IsRepeatable = true };

    /// <summary>A write that takes no key, so that it is sent once.</summary>
    public static ApiRequest Post(string path) => new(HttpMethod.Post, path);

    /// <summary>A write that says all there is to be, so that it may be sent again.</summary>
    public static ApiRequest Put(string path) => new(HttpMethod.Put, path) { IsRepeatable = true };

    /// <summary>A read that is a POST.</summary>
    public static ApiRequest Query(string path) => new(HttpMethod.Post, path) { IsRepeatable = true };

    /// <summary>A write that is done once, however often it is sent.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path.</param>
    /// <param name="key">The key that the caller chose; null: a new one.</param>
    /// <exception cref="ArgumentException">The key is none.</exception>
    public static ApiRequest Write(HttpMethod method, string path, string? key)
    {
        if (key is not null && (key.Length is 0 or > LongestKey || key.AsSpan().ContainsAnyExceptInRange('!', '~')))
            throw new ArgumentException($"A key is 1 to {LongestKey} printable ASCII characters without spaces.", nameof(key));

        return new(method, path) { Key = key ?? Guid.NewGuid().ToString(), IsRepeatable = true };
    }

    /// <summary>An id or a number as a part of a path.</summary>
    /// <exception cref="ArgumentException">It is blank, or would be taken for another path.</exception>
    public static string Segment(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return text.Trim() is "." or ".." ? throw new ArgumentException("This is no id.", nameof(text)) : Uri.EscapeDataString(text);
    }

    /// <inheritdoc cref="Segment(string)"/>
    public static string Segment(long id) => id.ToString(CultureInfo.InvariantCulture);

    public ApiRequest WithBody(byte[] json) => this with { _body = json };

    public ApiRequest WithJson<T>(T body, JsonTypeInfo<T> type) => WithBody(JsonSerializer.SerializeToUtf8Bytes(body, type));

    /// <summary>The message of one attempt.</summary>
    public HttpRequestMessage ToMessage(Uri baseAddress, string? token)
    {
        var message = new HttpRequestMessage(Method, new Uri(baseAddress, Path));
        var headers = message.Headers;
        headers.Accept.ParseAdd(Accept ?? "application/json");
        if (token is not null) headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (Key is not null) headers.Add(KeyHeader, Key);
        if (IfMatch is { } version) headers.IfMatch.Add(TagOf(version));
        if (IfNoneMatch is { } known) headers.IfNoneMatch.Add(TagOf(known));
        if (IsStreamed) message.Options.Set(BrowserStreaming, true);
        if (_body is not null) message.Content = new ByteArrayContent(_body) { Headers = { ContentType = Json } };
        return message;
    }

    private static EntityTagHeaderValue TagOf(long version) => new(string.Create(CultureInfo.InvariantCulture, $"\"{version}\""));
}
