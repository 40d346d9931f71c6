using System.Text.Json.Nodes;
using Kundbok.Contracts;

namespace Kundbok.Server.Tests.Customers;

/// <summary>The example customer of the document that the API is built from.</summary>
internal static class SeedDocument
{
    /// <summary>The body as it is sent, line by line.</summary>
    public static string Body { get; } =
        "{\n" + string.Join(",\n", CustomerFields.All.Select(field =>
            field.Type == FieldType.Id ? $"\"{field.Name}\": 1000" : $"\"{field.Name}\": \"{field.Example}\"")) + "\n}";

    public static IEnumerable<CustomerField> WritableFields { get; } = [.. CustomerFields.All.Where(row => !row.ReadOnly)];

    public static void ShouldBeStoredAs(JsonNode customer)
    {
        customer.AsObject().Select(property => property.Key).ShouldBe(CustomerFields.All.Select(field => field.Name));
        foreach (var field in WritableFields) customer[field.Name]!.GetValue<string>().ShouldBe(field.Example);
    }
}
