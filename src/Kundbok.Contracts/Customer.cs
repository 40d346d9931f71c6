using System.Globalization;

namespace Kundbok.Contracts;

/// <summary>
/// A customer as the register holds it: all fields of <see cref="CustomerFields"/>, each always present. Immutable;
/// <see cref="With"/> gives a changed copy. <see cref="CustomerJson"/> turns it into its document and back.
/// </summary>
public sealed partial class Customer
{
    private readonly string[] _texts;

    internal Customer(long id, DateTimeOffset created, long module, long merchant, string[] texts)
    {
        Id = id;
        Created = created;
        Module = module;
        Merchant = merchant;
        _texts = texts;
    }

    /// <summary>The register's own id, from 1; never used again.</summary>
    public long Id { get; }

    /// <summary>When the customer was created: UTC, whole milliseconds.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>Id of the merchant's customer module; the same as <see cref="Merchant"/> in this register.</summary>
    public long Module { get; }

    /// <summary>Id of the merchant that owns the customer.</summary>
    public long Merchant { get; }

    /// <summary>The field's value as text, the way CSV and XML show it; the empty string when it is not set.</summary>
    public string this[CustomerField field] => field.Type switch
    {
        FieldType.Instant => Instants.Format(Created),
        FieldType.Id => IdOf(field).ToString(CultureInfo.InvariantCulture),
        _ => _texts[field.Ordinal],
    };

    /// <summary>A new customer: the texts that were sent, everything else empty.</summary>
    /// <param name="id">The id the register gives it.</param>
    /// <param name="created">The instant of creation; what is finer than a millisecond is dropped.</param>
    /// <param name="merchant">The merchant that owns it.</param>
    /// <param name="input">The texts.</param>
    public static Customer New(long id, DateTimeOffset created, long merchant, CustomerInput input)
    {
        var texts = new string[CustomerFields.All.Count];
        Array.Fill(texts, "");
        input.CopyTo(texts);
        return new Customer(id, Instants.ToMilliseconds(created), merchant, merchant, texts);
    }

    /// <summary>The customer with the fields that were sent replaced.</summary>
    public Customer With(CustomerInput input)
    {
        var texts = (string[])_texts.Clone();
        input.CopyTo(texts);
        return new Customer(Id, Created, Module, Merchant, texts);
    }

    internal long IdOf(CustomerField field) =>
        field == CustomerFields.Id ? Id : field == CustomerFields.Module ? Module : Merchant;
}
