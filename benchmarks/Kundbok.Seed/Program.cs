using System.CommandLine;
using Kundbok.Seed;
using Kundbok.Storage;

var data = new Option<string>("--data") { Description = "The data directory to fill, made when it is not there; or a connection string of PostgreSQL.", Required = true };
var customers = new Option<int>("--customers") { Description = "How many customers to add.", DefaultValueFactory = _ => 1_000_000 };
var merchant = new Option<long>("--merchant") { Description = "The merchant to add them to; the next one is made when it is not there.", DefaultValueFactory = _ => 1 };
customers.Validators.Add(option =>
{
    if (option.GetValue(customers) < 1) option.AddError("--customers takes a whole number from 1.");
});

var command = new RootCommand("Fills a register with invented customers, to measure with.") { data, customers, merchant };
command.SetAction(async (arguments, cancellation) =>
{
    try
    {
        await Seeder.FillAsync(arguments.GetValue(data)!, arguments.GetValue(customers), arguments.GetValue(merchant), cancellation);
        return 0;
    }
    catch (Exception fault) when (fault is SeedException or RegisterUnusableException or RegisterUnavailableException or IOException or UnauthorizedAccessException)
    {
        await Console.Error.WriteLineAsync(fault.Message);
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();
