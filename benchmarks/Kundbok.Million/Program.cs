using System.CommandLine;
using Kundbok.Million;

var customers = new Option<int>("--customers") { Description = "Customers of the large register.", DefaultValueFactory = _ => 1_000_000 };
var rounds = new Option<int>("--rounds") { Description = "Rounds, of which the medians are shown.", DefaultValueFactory = _ => 5 };
var data = new Option<string>("--data") { Description = "Where the registers are made, and found again the next time.", DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "kundbok-million") };

var command = new RootCommand("Measures what size costs: the same requests to a register of 10,000 customers and to a large one, and the exports of the large one. Prints a Markdown page.")
{
    customers, rounds, data,
};
command.SetAction((arguments, cancellation) =>
    Comparison.RunAsync(arguments.GetValue(data)!, arguments.GetValue(customers), arguments.GetValue(rounds), Console.Out, cancellation));
return await command.Parse(args).InvokeAsync();
