namespace Kundbok.Client;

/// <summary>
/// A file as it comes from the register. Dispose of it when it is read, or is not to be read further. It is not sent again when it breaks off:
/// reading then throws an <see cref="IOException"/> or <see cref="HttpRequestException"/>, and what was read is not whole.
/// </summary>
public sealed class Download : IDisposable, IAsyncDisposable
{
    private readonly HttpResponseMessage _response;

    private Download(HttpResponseMessage response, Stream content)
    {
        _response = response;
        Content = content;
    }

    /// <summary>What is in it, read once and from the beginning to the end.</summary>
    public Stream Content { get; }

    /// <summary>The name that the register gives it, such as <c>customers-2026-01-15.csv</c>; null when it gives none.</summary>
    public string? FileName => _response.Content.Headers.ContentDisposition?.FileName?.Trim('"');

    /// <summary>Its media type, such as <c>text/csv; charset=utf-8; header=present</c>.</summary>
    public string? ContentType => _response.Content.Headers.ContentType?.ToString();

    /// <inheritdoc/>
    public void Dispose() => _response.Dispose();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }

    internal static async ValueTask<Download> OpenAsync(HttpResponseMessage response, CancellationToken cancellation) =>
        new(response, await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
}
