using System.Buffers;
using System.IO.Pipelines;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.WebUtilities;

namespace Kundbok.Server.Customers;

/// <summary>
/// Answers with a page of customers: a JSON array of the documents as they are stored, and a <c>Link</c> to the next page. A
/// page too large to hold at once is fetched and sent in pieces.
/// </summary>
internal sealed class CustomerListResult(CustomerPage page, ICustomerStore store, long merchant, string? next) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (page)
        {
            // A client may read as slowly as Kestrel's least data rate lets it.
            httpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
            var response = httpContext.Response;
            response.ContentType = DocumentResult.ContentType;
            if (next is not null) response.Headers.Link = $"<{next}>; rel=\"next\"";
            if (page.Unread.Count == 0) response.ContentLength = page.Joined.Length + 2;

            var output = response.BodyWriter;
            output.Write("["u8);
            await output.WriteAsync(page.Joined, httpContext.RequestAborted);
            await WriteUnreadAsync(output, httpContext.RequestAborted);
            output.Write("]"u8);
            await output.FlushAsync(httpContext.RequestAborted);
        }
    }

    /// <summary>The relative address of the next page: this request's, with the cursor in the place of what said where it began.</summary>
    public static string NextAddress(HttpRequest request, string path, string cursor)
    {
        var kept = new QueryBuilder();
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            var name = pair.DecodeName().ToString();
            if (name is not (PageQuery.After or PageQuery.Start)) kept.Add(name, pair.DecodeValue().ToString());
        }

        kept.Add(PageQuery.After, cursor);
        return $"{path}{kept}";
    }

    private async Task WriteUnreadAsync(PipeWriter output, CancellationToken cancellation)
    {
        var unread = page.Unread;
        var first = page.Ids.Count == 0;
        while (unread.Count > 0)
        {
            using var more = await store.FindManyAsync(merchant, unread, cancellation);
            if (!first && more.Ids.Count > 0) output.Write(","u8);
            first &= more.Ids.Count == 0;
            await output.WriteAsync(more.Joined, cancellation);
            unread = more.Unread;
        }
    }
}
