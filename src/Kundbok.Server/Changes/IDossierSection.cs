using System.Text.Json;

namespace Kundbok.Server.Changes;

/// <summary>A part of a dossier beside the customer and its versions: what else is held about a customer, as a list.</summary>
internal interface IDossierSection
{
    /// <summary>Its name in the file.</summary>
    string Name { get; }

    /// <summary>What there is, each as what writes one JSON value.</summary>
    IAsyncEnumerable<Action<Utf8JsonWriter>> ReadAsync(long merchant, long customer, CancellationToken cancellation);
}
