using System.Net.Http.Headers;
using System.Text.Json;

namespace Kundbok.Million;

/// <summary>A client of one merchant, with samples of what it has.</summary>
internal sealed class MeasuredMerchant : IDisposable
{
    private const int SampleSize = 50;

    private MeasuredMerchant(HttpClient client) => Client = client;

    public HttpClient Client { get; }

    /// <summary>Customers from all over the merchant's.</summary>
    public IReadOnlyList<JsonElement> Samples { get; private set; } = [];

    public static async Task<MeasuredMerchant> CreateAsync(Uri address, string token, CancellationToken cancellation)
    {
        var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var merchant = new MeasuredMerchant(client);
        merchant.Samples = await merchant.SampleAsync(cancellation);
        return merchant;
    }

    public void Dispose() => Client.Dispose();

    private async Task<List<JsonElement>> SampleAsync(CancellationToken cancellation)
    {
        var count = (await GetAsync("/customers/count", cancellation)).GetProperty("count").GetInt32();
        var random = new Random(1);
        var samples = new List<JsonElement>();
        for (var i = 0; i < SampleSize; i++) samples.Add((await GetAsync($"/customers?limit=1&start={random.Next(count)}", cancellation))[0]);
        return samples;
    }

    private async Task<JsonElement> GetAsync(string path, CancellationToken cancellation)
    {
        using var json = JsonDocument.Parse(await Client.GetByteArrayAsync(new Uri(path, UriKind.Relative), cancellation));
        return json.RootElement.Clone();
    }
}
