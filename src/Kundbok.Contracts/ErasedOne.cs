using System.Text.Json.Serialization;

namespace Kundbok.Contracts;

/// <summary>The receipt of an erasure: the row that remains of it.</summary>
/// <param name="Id">The id of the customer that was erased.</param>
/// <param name="Change">The place of the erasure among the merchant's changes.</param>
/// <param name="Time">When, as <see cref="Instants.Format"/> writes it.</param>
/// <param name="Actor">Who erased it.</param>
public sealed record ErasedOne(
    [property: JsonPropertyName("mexcParamvaluesetsid"), JsonPropertyOrder(1)] long Id,
    [property: JsonPropertyName("change"), JsonPropertyOrder(2)] long Change,
    [property: JsonPropertyName("time"), JsonPropertyOrder(3)] string Time,
    [property: JsonPropertyName("actor"), JsonPropertyOrder(4)] ChangeActor Actor)
{
    /// <summary>Always <c>Erased</c>.</summary>
    [JsonPropertyName("result")]
    [JsonPropertyOrder(0)]
    public string Result { get; init; } = "Erased";
}

/// <summary>Who made a change.</summary>
/// <param name="Kind"><c>user</c>, <c>token</c> or <c>program</c>.</param>
/// <param name="Name">The user's name; the token's name, or its id when it has none; the command's name.</param>
public sealed record ChangeActor([property: JsonPropertyName("kind")] string Kind, [property: JsonPropertyName("name")] string Name);
