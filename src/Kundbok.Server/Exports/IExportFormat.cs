using System.Buffers;
using System.Text.Json;

namespace Kundbok.Server.Exports;

/// <summary>How an export is written. Has no state of its own, so that one serves every export.</summary>
internal interface IExportFormat
{
    /// <summary>The media type, with its parameters.</summary>
    string ContentType { get; }

    /// <summary>Ending of the file's name, without the dot.</summary>
    string Extension { get; }

    /// <summary>Writes what comes before the first customer.</summary>
    void WriteStart(IBufferWriter<byte> output);

    /// <summary>Writes a customer from its document, as it is stored.</summary>
    /// <exception cref="JsonException">The document is broken.</exception>
    void WriteCustomer(ReadOnlySpan<byte> document, IBufferWriter<byte> output);

    /// <summary>Writes what comes after the last customer.</summary>
    void WriteEnd(IBufferWriter<byte> output);
}
