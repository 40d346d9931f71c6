using Kundbok.Client;
using Kundbok.Contracts;
using Microsoft.Extensions.DependencyInjection;

// Published trimmed, to see that the client can be: writes a customer to the register at the first argument, with the token of the second, and says who it finds.
await using var services = new ServiceCollection()
    .AddKundbokClient(options => (options.BaseAddress, options.Token) = (new Uri(args[0]), args[1]))
    .Services.BuildServiceProvider();
var client = services.GetRequiredService<KundbokClient>();

await client.Customers.CreateAsync(new CustomerInput { Name = "Åkerström Cykel AB", City = "Umeå" });
await foreach (var customer in client.Customers.ListAsync(CustomerFilter.All.Containing("akerstr"))) Console.WriteLine($"{customer.Name}, {customer.City}");
