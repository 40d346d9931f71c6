using System.Text.Json;
using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Exports;
using Kundbok.Server.Http;
using static Kundbok.Server.OpenApi.ProblemExamples;

namespace Kundbok.Server.OpenApi;

/// <summary>Every operation, in the order to read in. A new endpoint takes a row here: the description cannot be made without.</summary>
internal static class OperationTable
{
    private const string Json = "application/json";
    private const string Xml = "application/xml";
    private const string Csv = "text/csv";

    private const string Filtered = "Filters are named in `filter` and combined with AND; their values are parameters of their own.";
    private const string Streamed = "An export that breaks off midway does not end: its connection is aborted.";

    private static readonly (string Name, string Description) FileName = ("Content-Disposition", "A file name with the day: `attachment; filename=\"customers-2026-01-15.…\"`.");

    private static readonly OperationRow[] Rows =
    [
        new("login", "Sign in", "Gives a token of all scopes for a user's name and password. After several failures a user name has to wait: 429, with `Retry-After`.",
            new("The token", Json, Schemas.Of(Schemas.Token), new Example("token", "A token, cut short here", Node(new LoginAnswer(Examples.Token)))))
        {
            Body = new("Name and password.", Schemas.Of(Schemas.Login), new Example("maja", "The user maja", Node(new LoginRequest("maja", "Vinterkväll-i-Umeå")))),
            Problems = [LoginFailed],
        },
        new("me", "Who a token is for", "The merchant and the user that the token was made for, and when. For a token without a user the three texts of User are empty.",
            new("The merchant and the user", Json, Schemas.Of(Schemas.Me),
                new Example("user", "A user's token", Node(new Me(new(1, "Nordlys Cykel AB", 1), new("Maja Exempel", "maja", "maja@example.com"), 1768469400))),
                new Example("program", "A program's token, without a user", Node(new Me(new(1, "Nordlys Cykel AB", 1), new("", "", ""), 1768469400))))),
        new("listCustomers", "Get the customers of a merchant", $"A page of customers, by id unless `sort` says otherwise. {Filtered} Follow the `Link` header to visit every customer exactly once.",
            new("A page of customers, a bare array", Json, Schemas.ListOf(Schemas.Of(Schemas.Customer)),
                new Example("two", "A company and a person", Examples.Json(Examples.Company, Examples.Person)))
            {
                Headers = [("Link", "`rel=\"next\"` (RFC 8288, relative) whenever there is a next page.")],
            })
        {
            Parameters = [.. OpenApi.Parameters.Page(), .. FilterParameters.All()],
            Problems = [InvalidFilter, InvalidPage],
        },
        new("createCustomer", "Place a customer for a merchant", "Stores a new customer. `name` is required; without a `customerid` the next free number is given.",
            new("The customer as stored", Json, Schemas.Of(Schemas.Customer), new Example("company", "The company, stored", Examples.Json(Examples.Company)))
            {
                Headers = [("Location", "The path of the new customer.")],
            })
        {
            Body = new("The customer; fields that are left out are empty.", Schemas.Of(Schemas.CustomerInput),
                new Example("company", "A company", JsonNode.Parse(Examples.NewCompany)),
                new Example("person", "A person, with a customer number chosen", JsonNode.Parse(Examples.NewPerson)))
            {
                MostBytes = RequestBody.MostCustomerBytes,
            },
            Problems = [InvalidCustomer, NumberTaken],
        },
        new("deleteCustomers", "Delete multiple customers", "Removes the customers with these ids, all or nothing. An id that is not there is not counted and is no error; one named twice counts once.",
            new("How many were removed", Json, Schemas.Of(Schemas.RemovedMany), new Example("two", "Two customers removed", Node(new RemovedMany(2)))))
        {
            Body = SomeIds(),
            Problems = [InvalidIds],
        },
        new("countCustomers", "Number of customers that match the filters", $"Always the length of the unpaged list with the same filters. {Filtered}",
            new("The count", Json, Schemas.Of(Schemas.Count), new Example("seven", "Seven match", Node(new Count(7)))))
        {
            Parameters = [.. FilterParameters.All()],
            Problems = [InvalidFilter],
        },
        new("getCustomer", "Find customer by mexcParamvaluesetsid", "One customer, all fields. Another merchant's customer is not there.",
            new("The customer", Json, Schemas.Of(Schemas.Customer), new Example("company", "A company", Examples.Json(Examples.Company))))
        {
            Parameters = [OpenApi.Parameters.CustomerId()],
            Problems = [CustomerNotFound],
        },
        new("updateCustomer", "Update an existing customer", "Changes the fields that are sent, and no others. `null` and `\"\"` clear a field, but for `name`, which may not be blank, and `customerid`, which keeps the number that is there.",
            new("The customer after the update", Json, Schemas.Of(Schemas.Customer), new Example("company", "The company, changed", Examples.Json(Examples.Changed))))
        {
            Parameters = [OpenApi.Parameters.CustomerId()],
            Body = new("The fields to change.", Schemas.Of(Schemas.CustomerInput), new Example("change", "Two fields set, one cleared", JsonNode.Parse(Examples.Change)))
            {
                MostBytes = RequestBody.MostCustomerBytes,
            },
            Problems = [InvalidCustomer, CustomerNotFound, NumberTaken],
        },
        new("deleteCustomer", "Delete a customer", "Removes the customer. Its id is never used again; its customer number may be.",
            new("The removed id", Json, Schemas.Of(Schemas.RemovedOne), new Example("one", "Customer 1000 removed", Node(new RemovedOne(1000)))))
        {
            Parameters = [OpenApi.Parameters.CustomerId()],
            Problems = [CustomerNotFound],
        },
        new("searchByOrgNumber", "Get the person/company details by orgNum", "Looks among the merchant's own customers first, then in the sources that the operator has set up. \"Could not ask\" (503) is never told as \"not found\" (404).",
            new("Who the number belongs to", Json, Schemas.Of(Schemas.Party),
                new Example("company", "A company", Node(new Party("", "", "Nordlys Cykel AB", "Storgatan 1", "11418", "Stockholm", "SE", "", "faktura@example.com"))),
                new Example("person", "A person", Node(new Party("Alma", "Åkerström", "", "", "", "Luleå", "", "", "")))))
        {
            Parameters = [OpenApi.Parameters.Number()],
            Problems = [InvalidNumber, PartyNotFound, LookupUnavailable],
        },
        new("exportCustomersXML", "Export the customers as XML", $"A `customer` element per customer, in it an element per field, in field order. {Filtered} {Streamed}",
            XmlFile("All customers that match the filters"))
        {
            Parameters = [.. FilterParameters.All()],
            Problems = [InvalidFilter],
        },
        new("exportSelectedCustomersXML", "Export multiple customers as XML", $"The customers with these ids, in the order asked, a repeated one once. An id that is not there is an error: nothing is left out silently. {Streamed}",
            XmlFile("The customers asked for, in that order"))
        {
            Body = SomeIds(),
            Problems = [InvalidIds, CustomersNotFound],
        },
        new("exportCustomersCSV", "Export the customers as CSV", $"RFC 4180, with a header row of field names in field order. {Filtered} {Streamed}",
            CsvFile("All customers that match the filters"))
        {
            Parameters = [.. FilterParameters.All(), OpenApi.Parameters.Profile()],
            Problems = [InvalidFilter],
        },
        new("exportSelectedCustomersCSV", "Export multiple customers as CSV", $"The customers with these ids, in the order asked, a repeated one once. An id that is not there is an error: nothing is left out silently. {Streamed}",
            CsvFile("The customers asked for, in that order"))
        {
            Parameters = [OpenApi.Parameters.Profile()],
            Body = SomeIds(),
            Problems = [InvalidIds, InvalidFilter, CustomersNotFound],
        },
        new("exportSchema", "XML Schema of the XML export", "Every XML export is valid by it.",
            new("The schema", Xml, Schemas.Text(), new Example("schema", "The schema, cut short here", Examples.XmlSchema()))),
    ];

    /// <summary>The names of all operations.</summary>
    public static IEnumerable<string> Names => Rows.Select(row => row.Name);

    public static OperationRow? Find(string name) => Array.Find(Rows, row => row.Name == name);

    public static int PlaceOf(OperationRow row) => Array.IndexOf(Rows, row);

    private static Answer XmlFile(string description) =>
        new(description, Xml, Schemas.Text(), new Example("one", "One customer", Examples.File(XmlFormat.Instance, Examples.Company))) { Headers = [FileName] };

    private static Answer CsvFile(string description) =>
        new(description, Csv, Schemas.Text(),
            new Example("plain", "One customer", Examples.File(CsvFormat.Plain, Examples.Company)),
            new Example(CsvProfile.ExcelSwedish, $"The same with {CsvProfile.Parameter}={CsvProfile.ExcelSwedish}", Examples.File(CsvFormat.ExcelSwedish, Examples.Company)))
        {
            Headers = [FileName],
        };

    private static RequestBodyRow SomeIds() => new("The ids of the customers.", Schemas.Ids(), new Example("two", "Two customers", new JsonArray(10000, 10001)));

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, ServerJson.Default.GetTypeInfo(typeof(T))!);
}
