namespace Kundbok.Contracts;

/// <summary>What a field holds, and so how it is written in JSON and in the XML Schema.</summary>
public enum FieldType
{
    /// <summary>A whole number within 64 bits, given by the register.</summary>
    Id,

    /// <summary>An instant in UTC with milliseconds, given by the register: <c>2022-08-07T15:50:57.000Z</c>.</summary>
    Instant,

    /// <summary>Text; never null, unset is the empty string.</summary>
    Text,
}

/// <summary>Which fields belong together, for people who read or fill in a form.</summary>
public enum FieldGroup
{
    /// <summary>What the register itself assigns.</summary>
    Register,

    /// <summary>Who the customer is.</summary>
    Identity,

    /// <summary>Where the customer is.</summary>
    Address,

    /// <summary>How to reach the customer.</summary>
    Contact,

    /// <summary>Where and how goods are sent.</summary>
    Delivery,

    /// <summary>How the customer is invoiced.</summary>
    Invoicing,

    /// <summary>Free text.</summary>
    Notes,
}

/// <summary>One of the fields of a customer: a row of <see cref="CustomerFields"/>.</summary>
public sealed class CustomerField
{
    internal CustomerField(int ordinal, string name, FieldType type, FieldGroup group, int maxLength, string description, string example)
    {
        Ordinal = ordinal;
        Name = name;
        Type = type;
        Group = group;
        MaxLength = maxLength;
        Description = description;
        Example = example;
    }

    /// <summary>Place in the order of the wire, from 0.</summary>
    public int Ordinal { get; }

    /// <summary>Name on the wire: JSON property, XML element, CSV column. Compared exactly.</summary>
    public string Name { get; }

    /// <summary>What the field holds.</summary>
    public FieldType Type { get; }

    /// <summary>The fields it belongs with.</summary>
    public FieldGroup Group { get; }

    /// <summary>The longest text, in Unicode scalar values; 0 for a field that is not text.</summary>
    public int MaxLength { get; }

    /// <summary>Given by the register: a request may carry the field, with any value, and it is ignored.</summary>
    public bool ReadOnly => Type != FieldType.Text;

    /// <summary>One sentence for documentation.</summary>
    public string Description { get; }

    /// <summary>An example value, as text.</summary>
    public string Example { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
