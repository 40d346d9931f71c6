using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Kundbok.Server.Tests.Lookup;

/// <summary>Brreg and Qvickly on loopback, as far as tests of the whole server need them; what each shape can be is tested with the adapters.</summary>
internal sealed class FakeSources : IAsyncDisposable
{
    public const string Secret = "123451234512";

    public const string Organisation = "988077917";

    private WebApplication? _app;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Method, path and body of every request.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>The status of every answer from now on; a pause of 90 seconds goes with 429.</summary>
    public int Status { get; set; } = 200;

    /// <summary>What Qvickly knows of whomever it is asked for.</summary>
    public string Data { get; set; } = """{"firstname":"Alma","lastname":"Ek","street":"Storgatan 1","zip":"41101","city":"Lund","country":"SE","phone":"","email":""}""";

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.First() + "/");
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Asked.Enqueue($"{context.Request.Method} {context.Request.Path} {await reader.ReadToEndAsync()}");
        context.Response.StatusCode = Status;
        if (Status == 429) context.Response.Headers.RetryAfter = "90";
        if (Status != 200) return;

        await context.Response.WriteAsync(context.Request.Method == "POST"
            ? $$"""{"credentials":{"hash":"{{Convert.ToHexStringLower(HMACSHA512.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(Data)))}}"},"data":{{Data}}}"""
            : $$$"""{"organisasjonsnummer":"{{{context.Request.Path.Value!.Split('/')[^1]}}}","navn":"Nordlys AS","postadresse":{"adresse":["Storgata 1"],"postnummer":"0155","poststed":"OSLO","landkode":"NO"}}""");
    }
}
