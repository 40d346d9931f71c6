using Kundbok.Contracts;

namespace Kundbok.Portal.OneCustomer;

/// <summary>A customer as it is stored, and the texts that are meant to be stored instead.</summary>
public sealed class CustomerForm
{
    private readonly string[] _texts = new string[CustomerFields.All.Count];
    private List<Collision> _collisions = [];

    /// <summary>The form of a customer.</summary>
    /// <param name="stored">The customer.</param>
    /// <param name="version">The version that it has.</param>
    public CustomerForm(Customer stored, long version)
    {
        (Stored, Version) = (stored, version);
        Discard();
    }

    private CustomerForm()
    {
        Stored = Customer.New(0, DateTimeOffset.UnixEpoch, 0, new CustomerInput());
        Discard();
    }

    /// <summary>As it is stored; all empty for a new customer.</summary>
    public Customer Stored { get; private set; }

    /// <summary>The version that <see cref="Stored"/> is; null for a new customer.</summary>
    public long? Version { get; private set; }

    /// <summary>Whether there is no such customer yet.</summary>
    public bool IsNew => Version is null;

    /// <summary>Whether anything would be stored.</summary>
    public bool IsChanged => Changed.Any();

    /// <summary>The fields that would be stored, in the order of the form.</summary>
    public IEnumerable<CustomerField> Changed => FormLayout.All.Where(IsChangedIn);

    /// <summary>The fields that somebody else gave another text meanwhile, which are chosen or not.</summary>
    public IReadOnlyList<Collision> Collisions => _collisions;

    /// <summary>Whether it is yet to be chosen which text a field gets.</summary>
    public bool IsUndecided => _collisions.Exists(collision => collision.Choice is null);

    /// <summary>The text of a field. Line breaks that the browser made another way are as they were.</summary>
    public string this[CustomerField field]
    {
        get => _texts[field.Ordinal];
        set
        {
            var text = WithLineBreaksOf(Stored[field], value);
            _texts[field.Ordinal] = text;
            if (_collisions.Find(collision => collision.Field == field) is { } collision) collision.Write(text);
        }
    }

    /// <summary>The form of a customer that is yet to be.</summary>
    public static CustomerForm New() => new();

    /// <summary>Whether the field would be stored.</summary>
    public bool IsChangedIn(CustomerField field) => !field.ReadOnly && _texts[field.Ordinal] != Stored[field];

    /// <summary>What would be stored, and nothing else.</summary>
    /// <exception cref="ArgumentException">A text is one that the register refuses.</exception>
    public CustomerInput ToInput()
    {
        var input = new CustomerInput();
        foreach (var field in Changed) input[field] = this[field];
        return input;
    }

    /// <summary>The customer as it would be, without the texts that the register refuses.</summary>
    public Customer Preview()
    {
        var input = new CustomerInput();
        foreach (var field in Changed)
        {
            if (TextRules.Violation(field, this[field]) is null) input[field] = this[field];
        }

        return Stored.With(input);
    }

    /// <summary>Forgets what would be stored.</summary>
    public void Discard()
    {
        foreach (var field in CustomerFields.All) _texts[field.Ordinal] = Stored[field];
        _collisions = [];
    }

    /// <summary>Gives a field that two people changed the text of one of them.</summary>
    public void Choose(Collision collision, CollisionChoice choice)
    {
        collision.Choice = choice;
        _texts[collision.Field.Ordinal] = choice == CollisionChoice.Mine ? collision.Mine : collision.Theirs;
    }

    /// <summary>What was sent is stored. What was typed since is yet to be.</summary>
    /// <param name="stored">As it is stored now.</param>
    /// <param name="version">The version that is.</param>
    /// <param name="sent">What was sent.</param>
    public void Stand(Customer stored, long version, CustomerInput sent)
    {
        (Stored, _collisions) = (Stored.With(sent), []);
        Merge(stored, version);
    }

    /// <summary>
    /// Somebody else has stored it meanwhile. What only they changed is taken; what only we changed stays, to be stored over their version; where both did,
    /// differently, ours stays until it is chosen.
    /// </summary>
    /// <param name="theirs">As it is stored now.</param>
    /// <param name="version">The version that is.</param>
    /// <returns>The fields that were taken.</returns>
    public IReadOnlyList<CustomerField> Merge(Customer theirs, long version)
    {
        var taken = new List<CustomerField>();
        var collisions = new List<Collision>();
        foreach (var field in FormLayout.All)
        {
            // Until it is chosen, what it was is what it was when we began.
            var open = _collisions.Find(collision => collision.Field == field && collision.Choice is null);
            var (was, mine, now) = (open?.Was ?? Stored[field], this[field], theirs[field]);
            if (mine == now) continue;
            if (mine == was) (_texts[field.Ordinal], taken) = (now, [.. taken, field]);
            else if (now != was) collisions.Add(new Collision(field, was, mine, now));
        }

        (Stored, Version, _collisions) = (theirs, version, collisions);
        return taken;
    }

    private static string WithLineBreaksOf(string stored, string text)
    {
        if (!stored.Contains('\r', StringComparison.Ordinal)) return text;
        var bare = text.ReplaceLineEndings("\n");
        return bare == stored.ReplaceLineEndings("\n") ? stored : stored.Contains("\r\n", StringComparison.Ordinal) ? bare.ReplaceLineEndings("\r\n") : text;
    }
}

/// <summary>Whose text a field gets.</summary>
public enum CollisionChoice
{
    /// <summary>The one that was typed here.</summary>
    Mine,

    /// <summary>The one that somebody else stored.</summary>
    Theirs,
}

/// <summary>A field that two people changed, differently.</summary>
/// <param name="field">The field.</param>
/// <param name="was">What it was when both began.</param>
/// <param name="mine">What was typed here.</param>
/// <param name="theirs">What somebody else stored.</param>
public sealed class Collision(CustomerField field, string was, string mine, string theirs)
{
    /// <summary>The field.</summary>
    public CustomerField Field { get; } = field;

    /// <summary>What it was when both began.</summary>
    public string Was { get; } = was;

    /// <summary>What was typed here.</summary>
    public string Mine { get; private set; } = mine;

    /// <summary>What somebody else stored.</summary>
    public string Theirs { get; } = theirs;

    /// <summary>Whose it gets; null until it is chosen.</summary>
    public CollisionChoice? Choice { get; internal set; }

    // Writing into the field chooses too.
    internal void Write(string text)
    {
        Choice = text == Theirs ? CollisionChoice.Theirs : CollisionChoice.Mine;
        if (Choice == CollisionChoice.Mine) Mine = text;
    }
}
