using System.Data.Common;
using Kundbok.Contracts;

namespace Kundbok.Storage.Tests;

/// <summary>
/// A database as the version before the log left it: made by its migrations, noted in the journal as DbUp notes them, with customers of two
/// merchants. What is searched is missing, and is made by reindex.
/// </summary>
internal sealed class EarlierVersion(DbConnection connection, string folder)
{
    /// <summary>How many customers each merchant has.</summary>
    public static readonly IReadOnlyList<int> Customers = [40, 25];

    /// <summary>Makes the database.</summary>
    /// <param name="journal">The statement that makes the journal.</param>
    /// <param name="migrations">The migrations of that version.</param>
    public async Task CreateAsync(string journal, params string[] migrations)
    {
        await ExecuteAsync(journal);
        foreach (var migration in migrations)
        {
            var name = $"Kundbok.Storage.{folder}.Migrations.{migration}";
            using var reader = new StreamReader(typeof(IRegister).Assembly.GetManifestResourceStream(name)!);
            await ExecuteAsync(await reader.ReadToEndAsync());
            await ExecuteAsync("INSERT INTO schemaversions (scriptname, applied) VALUES (@name, @applied)", ("name", name), ("applied", new DateTime(2026, 1, 1)));
        }

        await ExecuteAsync("INSERT INTO merchant (id, name) VALUES (1, 'First'), (2, 'Andra 🦓')");
    }

    /// <summary>Adds the customers, whose ids take turns between the merchants.</summary>
    /// <param name="columns">The columns of the customer's key, before those that every engine has.</param>
    /// <param name="values">Their values, of <c>@merchant</c> and <c>@id</c>.</param>
    public async Task FillAsync(string columns, string values)
    {
        var id = 0L;
        for (var i = 0; i < Customers.Max(); i++)
        {
            for (var merchant = 1; merchant <= Customers.Count; merchant++)
            {
                if (i < Customers[merchant - 1]) await InsertAsync(columns, values, merchant, ++id);
            }
        }
    }

    /// <summary>Runs a statement.</summary>
    public async Task ExecuteAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // tests write their own SQL
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync();
    }

    private Task InsertAsync(string columns, string values, long merchant, long id)
    {
        var customer = Customer.New(
            id,
            new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
            merchant,
            new CustomerInput { [CustomerFields.Name] = $"Åsa {id} 😀", [CustomerFields.Number] = $"{1000 + id}" });
        var derived = DerivedColumns.Of(customer, new DateOnly(2026, 1, 1));
        return ExecuteAsync(
            $"""
            INSERT INTO customer ({columns}, created, traits, number, number_key, name_key, email, company_number, document)
            VALUES ({values}, @created, @traits, @number, @number_key, @name_key, @email, @company_number, @document)
            """,
            ("merchant", merchant),
            ("id", id),
            ("created", customer.Created.ToUnixTimeMilliseconds()),
            ("traits", derived.Traits),
            ("number", derived.Number),
            ("number_key", derived.NumberKey),
            ("name_key", derived.NameKey),
            ("email", derived.Email),
            ("company_number", derived.CompanyNumber),
            ("document", CustomerJson.Write(customer)));
    }
}
