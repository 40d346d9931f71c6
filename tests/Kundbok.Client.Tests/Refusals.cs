namespace Kundbok.Client.Tests;

internal static class Refusals
{
    /// <summary>The exception that it must end in, of that kind and its status.</summary>
    public static async Task<KundbokException> RefusedAsync(this Task asking, ProblemCode code)
    {
        var refused = await Should.ThrowAsync<KundbokException>(asking);
        refused.Code.ShouldBe(code, refused.Message);
        ((int?)refused.Status).ShouldBe(code.Status);
        return refused;
    }

    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items) list.Add(item);
        return list;
    }

    public static async Task<string> ReadAsync(this Task<Download> opening)
    {
        await using var download = await opening;
        using var reader = new StreamReader(download.Content);
        return await reader.ReadToEndAsync();
    }
}
