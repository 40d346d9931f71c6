using System.CommandLine;
using System.Globalization;
using Kundbok.Storage;

namespace Kundbok.Server.Commands;

/// <summary><c>merchant</c>: adds and lists merchants.</summary>
internal static class MerchantCommands
{
    public static Command Create(SettingOptions settings) =>
        new("merchant", "Adds and lists merchants: the owners of customers.") { Add(settings), List(settings) };

    /// <summary>An option that narrows a list to one merchant.</summary>
    public static Option<long?> OnlyOf() => new("--merchant") { Description = "Only those of this merchant", HelpName = "ID" };

    /// <exception cref="OperatorException">The register has no such merchant.</exception>
    public static async Task EnsureMerchantAsync(this IAccessStore access, long merchant, CancellationToken cancellation)
    {
        var merchants = await access.ListMerchantsAsync(cancellation);
        if (merchants.All(known => known.Id != merchant))
            throw new OperatorException($"There is no merchant {merchant.ToString(CultureInfo.InvariantCulture)}: merchant list shows those that there are.");
    }

    private static Command Add(SettingOptions settings)
    {
        var name = new Argument<string>("NAME") { Description = "The merchant's name, for people" };
        var add = new Command("add", "Adds a merchant and prints its id.") { name };
        add.SetAction(async (arguments, cancellation) =>
        {
            if (string.IsNullOrWhiteSpace(arguments.GetValue(name))) throw new OperatorException("A merchant needs a name.");
            await using var open = OpenRegister.Existing(settings, arguments);
            var merchant = await open.Register.Access.AddMerchantAsync(arguments.GetValue(name)!, cancellation);
            await arguments.InvocationConfiguration.Output.WriteLineAsync(merchant.Id.ToString(CultureInfo.InvariantCulture));
        });
        return add;
    }

    private static Command List(SettingOptions settings)
    {
        var listing = new Listing<Merchant>([("id", merchant => merchant.Id), ("name", merchant => merchant.Name)]);
        var list = new Command("list", "Lists the merchants.") { listing.Json };
        list.SetAction(async (arguments, cancellation) =>
        {
            await using var open = OpenRegister.Existing(settings, arguments);
            await listing.WriteAsync(await open.Register.Access.ListMerchantsAsync(cancellation), arguments);
        });
        return list;
    }
}
