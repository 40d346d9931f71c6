// The README shows what is between the first line and the last; a test compares the two, and runs it.
namespace Kundbok.Client.Tests;

internal static class Sample
{
    public static async Task RunAsync(HttpClient http, string token, TextWriter output)
    {
        // begin
        var client = new KundbokClient(http, new KundbokClientOptions { Token = token });

        var (customer, version) = await client.Customers.CreateAsync(new CustomerInput { Name = "Åkerströms Cykel AB", CompanyNumber = "556036-0793" });
        try
        {
            await client.Customers.UpdateAsync(customer.Id, new CustomerInput { Email = "faktura@example.com" }, version);
        }
        catch (KundbokException problem) when (problem.IsVersionMismatch)
        {
            await output.WriteLineAsync($"Somebody has changed it meanwhile: it has version {problem.Version} now.");
        }

        await foreach (var found in client.Customers.ListAsync(CustomerFilter.All.Containing("akerstr").OfKind(CustomerKind.Company), CustomerOrder.ByName))
            await output.WriteLineAsync($"{found.Number} {found.Name} {found.Email}");

        await using (var export = await client.Exports.GetCsvAsync(profile: CsvProfile.ExcelSwedish))
            await export.Content.CopyToAsync(Stream.Null);

        var removal = await client.Customers.DeleteManyAsync([customer.Id]);
        await client.Customers.UndoAsync(removal.Operation!.Value);
        // end
    }
}
