using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kundbok.Contracts;
using Kundbok.Server.Exports;

namespace Kundbok.Server.Organisations;

/// <summary>Writes one report of what differs, row by row.</summary>
internal abstract class DriftWriter
{
    private static readonly CustomerField[] Compared = [CustomerFields.Name, CustomerFields.Address, CustomerFields.PostalCode, CustomerFields.City, CustomerFields.CountryCode];
    private static readonly CustomerField[] Identifying = [CustomerFields.Id, CustomerFields.Number, CustomerFields.CompanyNumber];

    public abstract string ContentType { get; }

    public abstract void WriteStart(IBufferWriter<byte> output);

    public abstract void Write(DriftRow row, IBufferWriter<byte> output);

    public abstract void WriteEnd(IBufferWriter<byte> output);

    private static string Of(Organisation organisation, CustomerField field) =>
        field == CustomerFields.Name ? organisation.Name
        : field == CustomerFields.Address ? organisation.AddressLine
        : field == CustomerFields.PostalCode ? organisation.PostalCode
        : field == CustomerFields.City ? organisation.City
        : organisation.CountryCode.ToLowerInvariant(); // as the register has country codes

    /// <summary>A JSON array of objects.</summary>
    public sealed class Json : DriftWriter
    {
        private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        private bool _hasRows;

        public override string ContentType => Http.DocumentResult.ContentType;

        public override void WriteStart(IBufferWriter<byte> output) => output.Write("["u8);

        public override void Write(DriftRow row, IBufferWriter<byte> output)
        {
            if (_hasRows) output.Write(","u8);
            _hasRows = true;
            using var json = new Utf8JsonWriter(output, Options);
            json.WriteStartObject();
            json.WriteNumber(CustomerFields.Id.Name, row.Customer.Id);
            foreach (var field in Identifying.Skip(1)) json.WriteString(field.Name, row.Customer[field]);
            json.WriteStartArray("drift");
            foreach (var drift in row.Drift) json.WriteStringValue(drift);
            json.WriteEndArray();
            WriteFields(json, "customer", field => row.Customer[field]);
            if (row.Organisation is { } organisation) WriteFields(json, "directory", field => Of(organisation, field));
            else json.WriteNull("directory");
            json.WriteEndObject();
        }

        public override void WriteEnd(IBufferWriter<byte> output) => output.Write("]"u8);

        private static void WriteFields(Utf8JsonWriter json, string name, Func<CustomerField, string> of)
        {
            json.WriteStartObject(name);
            foreach (var field in Compared) json.WriteString(field.Name, of(field));
            json.WriteEndObject();
        }
    }

    /// <summary>CSV for people: what a spreadsheet would run as a formula is guarded, whichever the separator.</summary>
    /// <param name="forExcelSwedish">With a byte order mark and semicolons.</param>
    public sealed class Csv(bool forExcelSwedish) : DriftWriter
    {
        private readonly CsvCells _cells = new(forExcelSwedish ? ';' : ',', guarded: true);

        public override string ContentType => CsvFormat.Plain.ContentType;

        public override void WriteStart(IBufferWriter<byte> output)
        {
            if (forExcelSwedish) output.Write(Encoding.UTF8.Preamble);
            _cells.WriteRow(
                [.. Identifying.Select(field => field.Name), "drift", .. Compared.Select(field => field.Name), .. Compared.Select(field => $"directory_{field.Name}")], output);
        }

        public override void Write(DriftRow row, IBufferWriter<byte> output) => _cells.WriteRow(
            [
                row.Customer.Id.ToString(CultureInfo.InvariantCulture),
                .. Identifying.Skip(1).Select(field => row.Customer[field]),
                string.Join(' ', row.Drift),
                .. Compared.Select(field => row.Customer[field]),
                .. Compared.Select(field => row.Organisation is { } organisation ? Of(organisation, field) : ""),
            ],
            output);

        public override void WriteEnd(IBufferWriter<byte> output)
        {
        }
    }
}
