using System.Text.Json.Serialization;

namespace Kundbok.Contracts;

/// <summary>How many customers match.</summary>
/// <param name="Value">From 0.</param>
public sealed record Count([property: JsonPropertyName("count")] long Value);

/// <summary>What a bulk delete did.</summary>
/// <param name="Count">How many customers were removed.</param>
public sealed record RemovedMany([property: JsonPropertyName("count"), JsonPropertyOrder(1)] int Count)
{
    /// <summary>Always <c>Removed</c>.</summary>
    [JsonPropertyName("result")]
    [JsonPropertyOrder(0)]
    public string Result { get; init; } = "Removed";
}

/// <summary>What a delete did.</summary>
/// <param name="Id">The id of the customer that was removed.</param>
public sealed record RemovedOne([property: JsonPropertyName("mexcParamvaluesetsid"), JsonPropertyOrder(1)] long Id)
{
    /// <summary>Always <c>Removed</c>.</summary>
    [JsonPropertyName("result")]
    [JsonPropertyOrder(0)]
    public string Result { get; init; } = "Removed";
}

/// <summary>What undoing a removal did.</summary>
/// <param name="Count">How many customers are back.</param>
public sealed record RestoredMany([property: JsonPropertyName("count"), JsonPropertyOrder(1)] int Count)
{
    /// <summary>Always <c>Restored</c>.</summary>
    [JsonPropertyName("result")]
    [JsonPropertyOrder(0)]
    public string Result { get; init; } = "Restored";
}
