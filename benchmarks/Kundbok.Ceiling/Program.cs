// Kestrel and nothing else: an answer that the program gave, with its headers, from memory. Arguments: the directory with the answers
// one.body and one.headers, page.body and page.headers. Prints where it listens.
using Microsoft.Extensions.Primitives;

string[] names = ["one", "page"], ownHeaders = ["Date", "Transfer-Encoding"]; // Kestrel's own
var answers = names.Select(name => Path.Combine(args[0], name)).Select(file => (
    Body: File.ReadAllBytes($"{file}.body"),
    Headers: File.ReadLines($"{file}.headers").Select(line => line.Split(": ", 2)).Where(header => header.Length == 2 && !ownHeaders.Contains(header[0]))
        .Select(header => KeyValuePair.Create(header[0], new StringValues(header[1]))).ToArray())).ToArray();

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls("http://127.0.0.1:0");
await using var app = builder.Build();
app.Run(async context =>
{
    var (body, headers) = answers[context.Request.Path == "/customers" ? 1 : 0];
    foreach (var (name, value) in headers) context.Response.Headers[name] = value;
    await context.Response.BodyWriter.WriteAsync(body);
});
await app.StartAsync();
Console.WriteLine($"Now listening on: {app.Urls.First()}");
await app.WaitForShutdownAsync();
