using System.Text.Json;
using System.Text.Json.Serialization;
using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>How the client reads and writes JSON: made at build time, without reflection.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CustomerConverter), typeof(ChangeKindConverter), typeof(FieldDifferencesConverter)])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Customer))]
[JsonSerializable(typeof(List<Customer>))]
[JsonSerializable(typeof(List<long>))]
[JsonSerializable(typeof(Count))]
[JsonSerializable(typeof(CustomerSummary))]
[JsonSerializable(typeof(RemovedOne))]
[JsonSerializable(typeof(RemovedMany))]
[JsonSerializable(typeof(RestoredMany))]
[JsonSerializable(typeof(ErasedOne))]
[JsonSerializable(typeof(Party))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(LoginAnswer))]
[JsonSerializable(typeof(Me))]
[JsonSerializable(typeof(VersionsPage))]
[JsonSerializable(typeof(VersionBody))]
[JsonSerializable(typeof(ChangePage))]
[JsonSerializable(typeof(DirectoryDrift))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(WebhookAnswer))]
[JsonSerializable(typeof(List<WebhookAnswer>))]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(List<DeliveryAnswer>))]
[JsonSerializable(typeof(RemovedWebhook))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(List<UserAnswer>))]
[JsonSerializable(typeof(RemovedUser))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(List<TokenAnswer>))]
[JsonSerializable(typeof(RevokedToken))]
[JsonSerializable(typeof(LookupAccountBody))]
[JsonSerializable(typeof(LookupAccountAnswer))]
[JsonSerializable(typeof(List<LookupAccountAnswer>))]
[JsonSerializable(typeof(RemovedLookupAccount))]
[JsonSerializable(typeof(LookupTestBody))]
[JsonSerializable(typeof(LookupTest))]
internal sealed partial class ClientJson : JsonSerializerContext;

/// <summary>A customer as an answer has it.</summary>
internal sealed class CustomerConverter : JsonConverter<Customer>
{
    public override Customer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => CustomerJson.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, Customer value, JsonSerializerOptions options) => writer.WriteRawValue(CustomerJson.Write(value), skipInputValidation: true);
}

/// <summary>A kind of change; null for one that this client does not know yet.</summary>
internal sealed class ChangeKindConverter : JsonConverter<ChangeKind?>
{
    public override ChangeKind? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ChangeKinds.Find(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, ChangeKind? value, JsonSerializerOptions options) => writer.WriteStringValue(value is { } kind ? ChangeKinds.NameOf(kind) : null);
}

/// <summary>What a version changed, which is an object with a property for each field. Fields that this client does not know are left out.</summary>
internal sealed class FieldDifferencesConverter : JsonConverter<IReadOnlyList<FieldDifference>>
{
    public override IReadOnlyList<FieldDifference> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("What a version changed is an object.");
        var differences = new List<FieldDifference>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = CustomerFields.Find(reader.GetString() ?? "");
            reader.Read();
            var (from, to) = ReadOne(ref reader);
            if (field is not null) differences.Add(new FieldDifference(field, from, to));
        }

        return differences;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<FieldDifference> value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static (string? From, string To) ReadOne(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A difference is an object.");
        string? from = null;
        var to = "";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFrom = reader.ValueTextEquals("from"u8);
            var isTo = reader.ValueTextEquals("to"u8);
            reader.Read();
            if (isFrom) from = reader.GetString();
            else if (isTo) to = reader.GetString() ?? "";
            else reader.Skip();
        }

        return (from, to);
    }
}

/// <summary>A page of a history, as it is on the wire.</summary>
internal sealed record VersionsPage(List<CustomerVersion> Versions);

/// <summary>The version to go back to.</summary>
internal sealed record VersionBody(long Version);

/// <summary>What is said of a user; null is not sent.</summary>
internal sealed record UserBody
{
    [JsonPropertyName("username")]
    public string? UserName { get; init; }

    public string? Name { get; init; }

    public string? Email { get; init; }

    public string? Role { get; init; }

    public string? Password { get; init; }
}

/// <summary>What a token is to be.</summary>
internal sealed record TokenBody(string? Name, IEnumerable<string> Scopes, int? Days);

/// <summary>What is said of an account; null is not sent.</summary>
internal sealed record LookupAccountBody(string Id, string? Secret, bool Persons, bool Test);

/// <summary>The number to ask for.</summary>
internal sealed record LookupTestBody(string OrgNum);

/// <summary>What is said of a webhook; null is not sent.</summary>
internal sealed record WebhookBody
{
    public string? Url { get; init; }

    public string? Description { get; init; }

    public IEnumerable<string>? Kinds { get; init; }

    public string? Status { get; init; }

    public string? Secret { get; init; }

    public int? OverlapHours { get; init; }

    public string? After { get; init; }
}
