using System.Text.Json.Nodes;
using Kundbok.Contracts;
using Kundbok.Server.Http;
using Kundbok.Server.Lookup;
using static Kundbok.Server.OpenApi.OperationTable;
using static Kundbok.Server.OpenApi.ProblemExamples;

namespace Kundbok.Server.OpenApi;

/// <summary>The customers, and looking up who a number belongs to.</summary>
internal static class CustomerOperations
{
    public static IReadOnlyList<OperationRow> Rows { get; } =
    [
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
                Headers = [("Location", "The path of the new customer."), ChangeHeaders.ETag, ChangeHeaders.Replayed],
            })
        {
            Parameters = [ChangeHeaders.Key()],
            Body = new("The customer; fields that are left out are empty.", Schemas.Of(Schemas.CustomerInput),
                new Example("company", "A company", JsonNode.Parse(Examples.NewCompany)),
                new Example("person", "A person, with a customer number chosen", JsonNode.Parse(Examples.NewPerson)))
            {
                MostBytes = RequestBody.MostCustomerBytes,
            },
            Problems = [InvalidCustomer, NumberTaken, .. OfKey],
        },
        new("deleteCustomers", "Delete multiple customers", "Removes the customers with these ids, all or nothing. An id that is not there is not counted and is no error; one named twice counts once.",
            new("How many were removed", Json, Schemas.Of(Schemas.RemovedMany), new Example("two", "Two customers removed", Node(new RemovedMany(2))))
            {
                Headers = [ChangeHeaders.Operation, ChangeHeaders.Replayed],
            })
        {
            Parameters = [ChangeHeaders.Key()],
            Body = SomeIds(),
            Problems = [InvalidIds, .. OfKey],
        },
        new("countCustomers", "Number of customers that match the filters", $"Always the length of the unpaged list with the same filters. {Filtered}",
            new("The count", Json, Schemas.Of(Schemas.Count), new Example("seven", "Seven match", Node(new Count(7)))))
        {
            Parameters = [.. FilterParameters.All()],
            Problems = [InvalidFilter],
        },
        new("summarizeCustomers", "Figures of the customers",
            "For an overview. Totals, kinds and titles are of now. Countries and months are of `asOf`: with more than 2,000 customers they are counted in the background, and remembered for some minutes, an hour at the most.",
            new("The figures", Json, Schemas.Of(Schemas.Summary), new Example("seven", "Seven customers; of the 24 months two are shown", Node(new CustomerSummary(
                7, new(3, 3, 1), 2, 1, new([new("se", 5), new("no", 1)], 0, 1), new(4, [new("2025-12", 1), new("2026-01", 2)]), "2026-01-15T09:30:00.000Z"))))),
        new("getCustomer", "Find customer by mexcParamvaluesetsid", "One customer, all fields. Another merchant's customer is not there.",
            new("The customer", Json, Schemas.Of(Schemas.Customer), new Example("company", "A company", Examples.Json(Examples.Company)))
            {
                Headers = [ChangeHeaders.ETag],
            })
        {
            Parameters = [OpenApi.Parameters.CustomerId(), ChangeHeaders.IfNoneMatch()],
            MayBeKnown = true,
            Problems = [CustomerNotFound],
        },
        new("updateCustomer", "Update an existing customer", "Changes the fields that are sent, and no others. `null` and `\"\"` clear a field, but for `name`, which may not be blank, and `customerid`, which keeps the number that is there.",
            new("The customer after the update", Json, Schemas.Of(Schemas.Customer), new Example("company", "The company, changed", Examples.Json(Examples.Changed)))
            {
                Headers = [ChangeHeaders.ETag, ChangeHeaders.Replayed],
            })
        {
            Parameters = [OpenApi.Parameters.CustomerId(), ChangeHeaders.IfMatch(), ChangeHeaders.Key()],
            Body = new("The fields to change.", Schemas.Of(Schemas.CustomerInput), new Example("change", "Two fields set, one cleared", JsonNode.Parse(Examples.Change)))
            {
                MostBytes = RequestBody.MostCustomerBytes,
            },
            Problems = [InvalidCustomer, CustomerNotFound, NumberTaken, VersionMismatch, .. OfKey],
        },
        new("deleteCustomer", "Delete a customer", "Removes the customer. Its id is never given to another; its customer number may be.",
            new("The removed id", Json, Schemas.Of(Schemas.RemovedOne), new Example("one", "Customer 1000 removed", Node(new RemovedOne(1000))))
            {
                Headers = [ChangeHeaders.Operation, ChangeHeaders.Replayed],
            })
        {
            Parameters = [OpenApi.Parameters.CustomerId(), ChangeHeaders.IfMatch(), ChangeHeaders.Key()],
            Problems = [CustomerNotFound, VersionMismatch, .. OfKey],
        },
        new("searchByOrgNumber", "Get the person/company details by orgNum", "Looks among the merchant's own customers first, then in the sources that the operator and the merchant have set up. \"Could not ask\" (503) is never told as \"not found\" (404). Look-ups are noted with who asked, and limited by user.",
            new("Who the number belongs to", Json, Schemas.Of(Schemas.Party),
                new Example("company", "A company", Node(new Party("", "", "Nordlys Cykel AB", "Storgatan 1", "11418", "Stockholm", "SE", "", "faktura@example.com"))),
                new Example("person", "A person", Node(new Party("Alma", "Åkerström", "", "", "", "Luleå", "", "", ""))))
            {
                Headers =
                [
                    (LookupEndpoints.SourceHeader, "Whose answer it is: `own-customers`, `directory`, or the name of a register such as `bolagsverket`."),
                    (LookupEndpoints.StaleHeader, "`true` when the answer is of an earlier day, up to a week ago, because its source cannot be asked now."),
                ],
            })
        {
            Parameters = [OpenApi.Parameters.Number()],
            Problems = [InvalidNumber, PartyNotFound, LookupUnavailable],
        },
    ];
}
