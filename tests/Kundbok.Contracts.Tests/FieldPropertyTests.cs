using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Kundbok.Contracts.Tests;

/// <summary>The properties of customers and of input, and the field table; and what an update sends.</summary>
public sealed class FieldPropertyTests
{
    private static readonly (string Name, CustomerField Field)[] Texts =
    [
        .. typeof(CustomerFields).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(row => row.FieldType == typeof(CustomerField))
            .Select(row => (row.Name, (CustomerField)row.GetValue(null)!))
            .Where(row => !row.Item2.ReadOnly),
    ];

    [Fact]
    public void Every_text_has_a_property_of_its_name_for_reading_and_for_sending()
    {
        Texts.Length.ShouldBe(51);
        foreach (var (name, field) in Texts)
        {
            var input = new CustomerInput { [CustomerFields.Name] = "A", [field] = field.Name };
            typeof(CustomerInput).GetProperty(name).ShouldNotBeNull(name).GetValue(input).ShouldBe(field.Name, name);
            typeof(Customer).GetProperty(name).ShouldNotBeNull(name).GetValue(Customer.New(1, default, 1, input)).ShouldBe(field.Name, name);

            var set = new CustomerInput();
            typeof(CustomerInput).GetProperty(name)!.SetValue(set, "x");
            CustomerFields.All.Where(other => set[other] is not null).ShouldHaveSingleItem().ShouldBe(field);
        }
    }

    [Fact]
    public void Only_what_is_set_is_sent_and_it_comes_back_as_it_was()
    {
        Encoding.UTF8.GetString(CustomerJson.Write(new CustomerInput())).ShouldBe("{}");

        foreach (var (_, field) in Texts)
        {
            var json = CustomerJson.Write(new CustomerInput { [field] = "Å \"\\\n😀" });
            var read = CustomerInputReader.Read(json, isNew: false);
            read.Problem.ShouldBeNull();
            CustomerFields.All.Where(other => read.Input![other] is not null).ShouldHaveSingleItem().ShouldBe(field);
            read.Input![field].ShouldBe("Å \"\\\n😀");
        }
    }

    [Fact]
    public void A_customer_is_read_out_of_an_answer_in_any_order_without_what_is_newer()
    {
        var reader = new Utf8JsonReader("""[{"newer":{"a":[{}]},"city":"?","name":"A","mexcParamvaluesetsid":7,"date":"2026-01-15T09:30:00.000Z","postoffice":"Umeå"},{}]"""u8);
        reader.Read();
        reader.Read();

        var customer = CustomerJson.Read(ref reader);

        (customer.Id, customer.Name, customer.City, customer.Email, customer.Created.Year).ShouldBe((7, "A", "Umeå", "", 2026));
        reader.TokenType.ShouldBe(JsonTokenType.EndObject);
        reader.Read();
        CustomerJson.Read(ref reader).Id.ShouldBe(0);
        Should.Throw<JsonException>(() =>
        {
            var number = new Utf8JsonReader("7"u8);
            number.Read();
            CustomerJson.Read(ref number);
        });
    }
}
