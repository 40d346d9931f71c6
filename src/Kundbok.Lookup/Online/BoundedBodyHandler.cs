using System.Buffers;

namespace Kundbok.Lookup.Online;

/// <summary>Reads an answer's body within the time that the request has, and no more of it than an answer can need.</summary>
internal sealed class BoundedBodyHandler : DelegatingHandler
{
    /// <summary>The most bytes of a body.</summary>
    public const int MostBytes = 256 << 10;

    private const int BufferBytes = 16 << 10;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            var body = await ReadAsync(response.Content, cancellationToken);
            response.Content.Dispose(); // with the connection, when there is more
            response.Content = new ByteArrayContent(body);
            return response;
        }
        catch (Exception)
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > MostBytes) throw TooLarge();

        await using var stream = await content.ReadAsStreamAsync(cancellation);
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await stream.ReadAsync(buffer, cancellation) is var read and > 0)
            {
                if (body.Length + read > MostBytes) throw TooLarge();
                body.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        return body.ToArray();
    }

    private static SourceException TooLarge() => new("sent more than an answer can need", SourceException.Later);
}
