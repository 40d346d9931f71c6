using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kundbok.Contracts;

/// <summary>
/// Who an organisation number belongs to. All nine are always present; what is not known is the empty string. A person has
/// the first two, a company the third.
/// </summary>
/// <param name="FirstName">Given names of a person.</param>
/// <param name="LastName">Family name of a person.</param>
/// <param name="Company">Name of a company.</param>
/// <param name="Street">Street address.</param>
/// <param name="Zip">Postal code without spaces.</param>
/// <param name="City">City.</param>
/// <param name="Country">ISO 3166-1 alpha-2, upper case.</param>
/// <param name="Phone">Telephone.</param>
/// <param name="Email">E-mail.</param>
public sealed record Party(
    [property: JsonPropertyName("firstname")] string FirstName,
    [property: JsonPropertyName("lastname")] string LastName,
    [property: JsonPropertyName("company")] string Company,
    [property: JsonPropertyName("street")] string Street,
    [property: JsonPropertyName("zip"), JsonConverter(typeof(ZipConverter))] string Zip,
    [property: JsonPropertyName("city")] string City,
    [property: JsonPropertyName("country")] string Country,
    [property: JsonPropertyName("phone")] string Phone,
    [property: JsonPropertyName("email")] string Email);

/// <summary>
/// A postal code is a JSON number when it is all digits without a leading zero (<c>12341</c>), else text, so that nothing is
/// lost (<c>"0184"</c>, <c>"SW1A 1AA"</c>, <c>""</c>).
/// </summary>
public sealed class ZipConverter : JsonConverter<string>
{
    // A longer run of digits is no postal code, and past 15 a reader's double could not hold it.
    private const int LongestNumber = 15;

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number
            ? reader.GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture)
            : reader.GetString();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        if (value.Length is > 0 and <= LongestNumber && value[0] != '0' && !value.AsSpan().ContainsAnyExceptInRange('0', '9'))
            writer.WriteRawValue(value);
        else
            writer.WriteStringValue(value);
    }
}
