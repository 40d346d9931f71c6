using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kundbok.Client.Tests;

/// <summary>Files, through the real server; and how they come.</summary>
public sealed class ExportsTests(ClientServer server) : IClassFixture<ClientServer>
{
    [Fact]
    public async Task Chosen_and_matching_customers_come_as_files_of_each_kind()
    {
        var client = await server.NewClientAsync();
        var (a, _) = await client.Customers.CreateAsync(new CustomerInput { Name = "=A" });
        var (b, _) = await client.Customers.CreateAsync(new CustomerInput { Name = "B" });

        await using (var csv = await client.Exports.GetCsvAsync())
        {
            csv.ContentType.ShouldBe("text/csv; charset=utf-8; header=present");
            csv.FileName!.ShouldStartWith("customers-");
            csv.FileName.ShouldEndWith(".csv");
        }

        (await client.Exports.GetCsvAsync([b.Id, a.Id]).ReadAsync()).Split("\r\n")[1].ShouldContain(",B,");
        (await client.Exports.GetCsvAsync(profile: CsvProfile.ExcelSwedish).ReadAsync()).ShouldContain(";'=A;");
        (await client.Exports.GetCsvAsync([a.Id], CsvProfile.ExcelSwedish).ReadAsync()).ShouldContain(";'=A;");
        (await client.Exports.GetXmlAsync().ReadAsync()).ShouldContain("<name>=A</name>");
        (await client.Exports.GetXmlAsync([b.Id]).ReadAsync()).ShouldNotContain("<name>=A</name>");
        (await client.Exports.GetSchemaAsync().ReadAsync()).ShouldContain("<xs:schema");
        (await client.Exports.GetXmlAsync([a.Id, 1_000_000]).RefusedAsync(ProblemCode.CustomerNotFound)).Customers.ShouldBe([1_000_000]);
    }

    [Fact]
    public async Task An_address_leads_a_browser_to_the_same_file()
    {
        var client = await server.NewMerchantAsync();
        await new KundbokClient(client).Customers.CreateAsync(new CustomerInput { Name = "=A", TypeCode = "company" });
        await new KundbokClient(client).Customers.CreateAsync(new CustomerInput { Name = "B" });
        var companies = CustomerFilter.All.OfKind(CustomerKind.Company);

        ExportsClient.XmlAddress().ShouldBe("customers/export/xml");
        ExportsClient.CsvAddress(companies, CsvProfile.ExcelSwedish).ShouldBe("customers/export/csv?profile=excel-sv&filter=isCompany");
        (await client.GetStringAsync(ExportsClient.CsvAddress(companies, CsvProfile.ExcelSwedish))).ShouldSatisfyAllConditions(csv => csv.ShouldContain(";'=A;"), csv => csv.ShouldNotContain(";B;"));
        (await client.GetStringAsync(ExportsClient.XmlAddress(companies))).ShouldSatisfyAllConditions(xml => xml.ShouldContain("<name>=A</name>"), xml => xml.ShouldNotContain("<name>B</name>"));
    }

    [Fact]
    public async Task A_file_can_be_read_while_it_is_still_being_sent()
    {
        var goOn = new TaskCompletionSource();
        await using var app = await StartAsync(async context =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            await goOn.Task;
            await context.Response.WriteAsync("second");
        });
        using var http = ClientOf(app);

        await using var download = await new KundbokClient(http).Exports.GetCsvAsync();
        var piece = new byte[5];
        await download.Content.ReadExactlyAsync(piece);
        goOn.SetResult();
        using var rest = new StreamReader(download.Content);

        (System.Text.Encoding.ASCII.GetString(piece), await rest.ReadToEndAsync()).ShouldBe(("first", "second"));
    }

    [Fact]
    public async Task A_file_that_breaks_off_does_not_look_whole()
    {
        var isOpen = new TaskCompletionSource();
        await using var app = await StartAsync(async context =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            await isOpen.Task;
            context.Abort();
        });
        using var http = ClientOf(app);

        await using var download = await new KundbokClient(http).Exports.GetCsvAsync();
        isOpen.SetResult();

        await Should.ThrowAsync<IOException>(() => download.Content.CopyToAsync(Stream.Null));
    }

    private static HttpClient ClientOf(WebApplication app) =>
        new() { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add($"http://{IPAddress.Loopback}:0");
        app.Run(answer);
        await app.StartAsync();
        return app;
    }
}
