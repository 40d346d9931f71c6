using System.CommandLine;
using System.Globalization;
using Kundbok.Contracts;
using Kundbok.Lookup;
using Kundbok.Lookup.Online;
using Kundbok.Server.Lookup;
using Kundbok.Storage;

namespace Kundbok.Server.Commands;

/// <summary><c>lookup</c>: merchants' accounts with sources, and trying the sources.</summary>
internal static class LookupCommands
{
    private const int LongestId = 100;

    public static Command Create(SettingOptions settings) =>
        new("lookup", "Sets up and tries the sources that know who a number belongs to.") { Set(settings), Unset(settings), Show(settings), Test(settings) };

    private static Command Set(SettingOptions settings)
    {
        var merchant = Merchant();
        var id = new Option<string>("--qvickly-id") { Description = "The merchant's id at Qvickly", HelpName = "ID", Required = true };
        var persons = new Option<bool>("--persons") { Description = "Lets persons' numbers be sent to Qvickly, not only those of organisations" };
        var isTest = new Option<bool>("--test") { Description = "Asks Qvickly in test mode" };
        var fromStandardInput = new Option<bool>("--secret-stdin") { Description = "Reads the secret from the first line of standard input, instead of asking" };
        var set = new Command("set", "Sets a merchant's account at Qvickly, which is allowed only together with Qvickly's payments. Asks for the secret.") { merchant, id, persons, isTest, fromStandardInput };
        set.SetAction(async (arguments, cancellation) =>
        {
            var wanted = arguments.GetValue(id)!.Trim();
            if (wanted.Length is 0 or > LongestId || wanted.Any(char.IsControl)) throw new OperatorException($"--qvickly-id takes 1 to {LongestId} characters, none of them a control character.");
            await using var open = OpenRegister.Existing(settings, arguments);
            await open.Register.Access.EnsureMerchantAsync(arguments.GetValue(merchant), cancellation);
            await open.EnsureSecretsAsync(cancellation);
            var account = new QvicklyAccount(wanted, PasswordInput.ReadSecret(arguments.GetValue(fromStandardInput)), arguments.GetValue(persons), arguments.GetValue(isTest));
            await Accounts(open).SetAsync(arguments.GetValue(merchant), account, cancellation);
        });
        return set;
    }

    private static Command Unset(SettingOptions settings)
    {
        var merchant = Merchant();
        var unset = new Command("unset", "Removes a merchant's account at Qvickly: it is not asked for that merchant any more.") { merchant };
        unset.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            await open.Register.Access.EnsureMerchantAsync(arguments.GetValue(merchant), cancellation);
            if (!await Accounts(open).RemoveAsync(arguments.GetValue(merchant), cancellation)) throw new OperatorException("The merchant has no account set.");
        });
        return unset;
    }

    private static Command Show(SettingOptions settings)
    {
        var merchant = MerchantCommands.OnlyOf();
        var listing = new Listing<(long Merchant, QvicklyAccount? Account)>(
        [
            ("merchant", row => row.Merchant),
            ("source", _ => QvicklyAccounts.Source),
            ("id", row => row.Account?.Id ?? "(its secret is lost: set it again)"),
            ("persons", row => row.Account?.Persons == true ? "yes" : "no"),
            ("test", row => row.Account?.IsTest == true ? "yes" : "no"),
        ]);
        var show = new Command("show", "Lists the merchants' accounts, without their secrets.") { merchant, listing.Json };
        show.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            var only = arguments.GetValue(merchant);
            var rows = new List<(long Merchant, QvicklyAccount? Account)>();
            foreach (var kept in await open.Register.Lookups.ListAccountsAsync(cancellation))
            {
                if (only is null || kept.Merchant == only) rows.Add((kept.Merchant, await FindAsync(Accounts(open), kept.Merchant, cancellation)));
            }

            await listing.WriteAsync(rows, arguments);
        });
        return show;
    }

    private static Command Test(SettingOptions settings)
    {
        var text = new Argument<string>("NUMBER") { Description = "The number to look up. Other users of this machine can see it: take an organisation's" };
        var merchant = new Option<long>("--merchant") { Description = "The merchant to ask for; without one, neither a merchant's customers nor its account are asked", HelpName = "ID" };
        var test = new Command("test", "Asks the sources who a number belongs to, and says which one knew, in what time, and why the others did not. Not who it is.") { text, merchant };
        test.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            if (arguments.GetResult(merchant) is not null) await open.Register.Access.EnsureMerchantAsync(arguments.GetValue(merchant), cancellation);
            if (IdentityNumber.Classify(arguments.GetValue(text)!, Instants.ToDate(open.Time.GetUtcNow())) is not IdentityNumberResult.Valid number)
                throw new OperatorException("This is no number of a known kind: nobody was asked.");

            await using var services = Services(open);
            var steps = new List<LookupStep>();
            var result = await services.GetRequiredService<AuditedLookup>().AskAsync(arguments.GetValue(merchant), Actor.Command("lookup test"), number, cancellation, steps.Add);
            foreach (var line in Lines(services.GetRequiredService<LookupChain>(), number.Kind, steps, open.Settings.Lookup))
                await arguments.InvocationConfiguration.Output.WriteLineAsync(line);
            return result.Answer is LookupAnswer.Unavailable ? 1 : 0;
        });
        return test;
    }

    private static ServiceProvider Services(OpenRegister open)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(open.Time);
        services.AddSingleton(open.Secrets);
        services.AddSingleton(open.Settings);
        services.AddRegister(open.Register);
        services.AddLookupSources(open.Settings);
        return services.BuildServiceProvider();
    }

    // A line a source, in the order in which they are asked; then those that are off.
    private static IEnumerable<string> Lines(LookupChain chain, IdentityNumberKind kind, List<LookupStep> steps, OnlineLookupOptions options)
    {
        foreach (var source in chain.Sources)
        {
            var step = steps.Find(step => step.Source == source.Name);
            if (step is not null) yield return Line(source.Name, string.Create(CultureInfo.InvariantCulture, $"{SentenceOf(step.Answer)}, {step.Elapsed.TotalMilliseconds:0} ms"));
            else yield return Line(source.Name, source.Serves(kind) ? "not asked: another one knew" : "not asked: it does not have such numbers");
        }

        if (!options.Bolagsverket.Enabled) yield return Line("bolagsverket", "off: set Lookup:Bolagsverket:ClientId and ClientSecret to switch it on");
        if (!options.Brreg.Enabled) yield return Line("brreg", "off: set Lookup:Brreg:Enabled to switch it on");
        if (!options.Prh.Enabled) yield return Line("prh", "off: set Lookup:Prh:Enabled to switch it on");
    }

    private static string Line(string source, string said) => $"{source,-14} {said}";

    private static string SentenceOf(LookupAnswer answer)
    {
        var said = answer switch
        {
            LookupAnswer.Found { IsStale: true } => "knows it, from an earlier day",
            LookupAnswer.Found { IsPartial: true } => "knows it, in part",
            LookupAnswer.Found => "knows it",
            LookupAnswer.Invalid => "does not accept the number",
            LookupAnswer.Unavailable unavailable => string.Create(CultureInfo.InvariantCulture, $"could not be asked, try again in {Math.Ceiling(unavailable.RetryAfter.TotalSeconds):0} s"),
            _ => "does not have it",
        };
        return answer.Reason.Length > 0 ? $"{said}: {answer.Reason}" : said;
    }

    private static async ValueTask<QvicklyAccount?> FindAsync(QvicklyAccounts accounts, long merchant, CancellationToken cancellation)
    {
        try
        {
            return await accounts.FindAsync(merchant, cancellation);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static QvicklyAccounts Accounts(OpenRegister open) => new(open.Register.Lookups, open.Secrets);

    private static Option<long> Merchant() => new("--merchant") { Description = "The merchant whose account it is", HelpName = "ID", Required = true };
}
