using System.CommandLine;
using Kundbok.Million;

var customers = new Option<int>("--customers") { Description = "Customers of the large register.", DefaultValueFactory = _ => 1_000_000 };
var rounds = new Option<int>("--rounds") { Description = "Rounds, of which the medians are shown.", DefaultValueFactory = _ => 5 };
var data = new Option<string>("--data") { Description = "Where the registers are made, and found again the next time.", DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "kundbok-million") };
var database = new Option<string?>("--database") { Description = "Keeps the registers in PostgreSQL: a connection string of a role that may create databases, named kundbok_million_ and the number of customers, and found again the next time." };

var command = new RootCommand("Measures what size costs: the same requests to a register of 10,000 customers and to a large one, and the exports of the large one; and what a merchant with 1,000 customers notices of a large one beside it. Prints a Markdown page.")
{
    customers, rounds, data, database,
};
command.SetAction((arguments, cancellation) =>
    Comparison.RunAsync(arguments.GetValue(data)!, arguments.GetValue(database), arguments.GetValue(customers), arguments.GetValue(rounds), Console.Out, cancellation));
return await command.Parse(args).InvokeAsync();
