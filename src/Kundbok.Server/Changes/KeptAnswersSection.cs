using System.Runtime.CompilerServices;
using System.Text.Json;
using Kundbok.Contracts;
using Kundbok.Storage;

namespace Kundbok.Server.Changes;

/// <summary>That answers are kept for keys, and point to versions of the customer. The keys themselves are not kept, only hashes of them.</summary>
internal sealed class KeptAnswersSection(ICustomerStore store) : IDossierSection
{
    /// <inheritdoc/>
    public string Name => "keptAnswers";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Action<Utf8JsonWriter>> ReadAsync(long merchant, long customer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var kept in await store.ListKeptAnswersAsync(merchant, customer, cancellation))
        {
            yield return json =>
            {
                json.WriteStartObject();
                json.WriteString("time"u8, Instants.Format(kept.At));
                json.WriteNumber("version"u8, kept.Version);
                json.WriteEndObject();
            };
        }
    }
}
