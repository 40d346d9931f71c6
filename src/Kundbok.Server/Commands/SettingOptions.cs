using System.CommandLine;
using System.Globalization;

namespace Kundbok.Server.Commands;

/// <summary>The settings that are options of the command line as well.</summary>
internal sealed class SettingOptions
{
    private const string SettingsFile = "appsettings.json";
    private const string EnvironmentPrefix = "KUNDBOK_";
    private const int DefaultDemo = 200;

    /// <summary>Of every command: which register it is about.</summary>
    public Option<string> Data { get; } = new("--data")
    {
        Description = "The directory with the database and the secret file [default: ./kundbok-data]",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Of every command: the database of the register, when it is not in the data directory.</summary>
    public Option<string> Database { get; } = new("--database")
    {
        Description = "Keeps the register in PostgreSQL: a connection string such as \"Host=…;Database=kundbok;Username=kundbok\". Other users of this machine can read a password in it: give that in the environment, as KUNDBOK_DATABASE, or in a Passfile",
        HelpName = "CONNECTION",
        Recursive = true,
    };

    /// <summary>Where the server listens.</summary>
    public Option<string> Urls { get; } = new("--urls")
    {
        Description = "Addresses to listen on, separated by semicolons [default: http://127.0.0.1:5080]",
        HelpName = "URLS",
    };

    /// <summary>How many invented customers to add.</summary>
    public Option<int> Demo { get; } = new("--demo")
    {
        Description = $"Adds a merchant with N invented customers ({DefaultDemo} when N is left out) to a register without customers",
        HelpName = "N",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The settings: an option goes before an environment variable, and that before the settings file.</summary>
    /// <exception cref="OperatorException">A setting cannot be read.</exception>
    public IConfiguration Read(ParseResult arguments)
    {
        var options = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (arguments.GetValue(Data) is { } data) options["Data"] = data;
        if (arguments.GetValue(Database) is { } database) options["Database"] = database;
        if (arguments.GetValue(Urls) is { } urls) options["Urls"] = urls;
        if (arguments.GetResult(Demo) is { Implicit: false } demo)
            options["Demo"] = (demo.Tokens.Count == 0 ? DefaultDemo : arguments.GetValue(Demo)).ToString(CultureInfo.InvariantCulture);

        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(Directory.GetCurrentDirectory())
                .AddJsonFile(SettingsFile, optional: true)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddInMemoryCollection(options)
                .Build();
        }
        catch (InvalidDataException fault)
        {
            throw new OperatorException($"{SettingsFile} cannot be read: {(fault.InnerException ?? fault).Message}", fault);
        }
    }
}
