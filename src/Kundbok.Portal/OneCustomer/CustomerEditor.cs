using System.Net;
using Kundbok.Client;
using Kundbok.Contracts;

namespace Kundbok.Portal.OneCustomer;

/// <summary>Whether the customer of the page is there.</summary>
public enum Presence
{
    /// <summary>It is asked for.</summary>
    Loading,

    /// <summary>There is a form.</summary>
    Here,

    /// <summary>It was removed, and can be brought back. There is a form if it was removed while it was open.</summary>
    Removed,

    /// <summary>It was erased for good.</summary>
    Erased,

    /// <summary>There never was one.</summary>
    NotFound,

    /// <summary>It could not be read; see <see cref="CustomerEditor.Problem"/>.</summary>
    Unread,
}

/// <summary>Reads, changes, removes and brings back one customer. Whatever fails, what was typed stays.</summary>
public sealed class CustomerEditor(CustomersClient customers)
{
    private const int VersionsOfConflict = 20;

    private Attempt? _unknown;

    /// <summary>Whether it is there.</summary>
    public Presence Presence { get; private set; } = Presence.Loading;

    /// <summary>The form; null while there is none.</summary>
    public CustomerForm? Form { get; private set; }

    /// <summary>The register's id; null for a new customer.</summary>
    public long? Id { get; private set; }

    /// <summary>What went wrong last; null when nothing did.</summary>
    public ProblemText? Problem { get; private set; }

    /// <summary>What the register said about fields, by their names.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; private set; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>The customer that has the number that this one was to get; null when there is none.</summary>
    public long? Holder { get; private set; }

    /// <summary>The changes of others that came in between, the newest first; and the fields that were taken from them. Null when there are none.</summary>
    public Interference? Interference { get; private set; }

    /// <summary>The newest change of a customer that is not there.</summary>
    public CustomerVersion? Last { get; private set; }

    /// <summary>A new customer.</summary>
    public void Begin()
    {
        Forget();
        (Id, Form, Presence) = (null, CustomerForm.New(), Presence.Here);
    }

    /// <summary>Reads a customer.</summary>
    public async Task LoadAsync(long id)
    {
        Forget();
        (Id, Form, Presence) = (id, null, Presence.Loading);
        try
        {
            if (await customers.FindAsync(id) is { } read) (Form, Presence) = (new CustomerForm(read.Customer, read.Version), Presence.Here);
            else await FindOutAsync(id);
        }
        catch (KundbokException failure)
        {
            (Problem, Presence) = (ProblemText.Of(failure), Presence.Unread);
        }
    }

    /// <summary>Stores what was changed; or shows why not, in <see cref="Problem"/>, <see cref="Errors"/> and <see cref="Interference"/>.</summary>
    /// <param name="today">The current date in UTC.</param>
    /// <returns>Whether it is stored.</returns>
    public async Task<bool> SaveAsync(DateOnly today)
    {
        var form = Form!;
        ClearProblems();
        if (!form.IsChanged && !form.IsNew) return true;
        if (HasRefused(form, today)) return false;
        if (form.IsUndecided)
        {
            Problem = new ProblemText("form.problem.undecided");
            return false;
        }

        return await TryAsync(async () =>
        {
            await SettleAsync(form);
            if (form.IsNew || form.IsChanged) await SendAsync(form, new Attempt(form.ToInput(), form.Version, NewKey()));
            Interference = null;
        });
    }

    /// <summary>Forgets what was typed, and what was said about it.</summary>
    public void Discard()
    {
        Form?.Discard();
        ClearProblems();
        Interference = null;
    }

    /// <summary>A field is written: what was said about it is no longer so.</summary>
    public void Write(CustomerField field, string text)
    {
        Form![field] = text;
        if (Errors.ContainsKey(field.Name)) Errors = Errors.Where(error => error.Key != field.Name).ToDictionary(StringComparer.Ordinal);
        if (field == CustomerFields.Number) Holder = null;
    }

    /// <summary>Removes the customer.</summary>
    public Task<bool> RemoveAsync() => TryAsync(async () =>
    {
        await customers.DeleteAsync(Id!.Value, Form!.Version);
        (Form, Presence) = (null, Presence.Removed);
        await FindOutAsync(Id.Value);
    });

    /// <summary>Brings a removed customer back; what was typed before is merged with what it is.</summary>
    public Task<bool> RestoreAsync() => TryAsync(async () => Accept(await customers.RestoreAsync(Id!.Value)));

    /// <summary>Gives the customer the fields of an earlier version; what was typed is merged with them.</summary>
    /// <param name="toVersion">The version to go back to.</param>
    /// <param name="version">The version that was shown as the one that there is.</param>
    public Task<bool> RevertAsync(long toVersion, long version) => TryAsync(async () => Accept(await customers.RevertAsync(Id!.Value, toVersion, version)));

    /// <summary>Removes the customer and everything kept of it for good.</summary>
    public Task<bool> EraseAsync() => TryAsync(async () =>
    {
        await customers.EraseAsync(Id!.Value);
        (Form, Presence, Last) = (null, Presence.Erased, null);
    });

    private async Task<bool> TryAsync(Func<Task> work)
    {
        Problem = null;
        try
        {
            await work();
            return true;
        }
        catch (KundbokException failure) when (IsOvertaken(failure))
        {
            await CatchUpAsync();
        }
        catch (KundbokException failure)
        {
            Problem = ProblemText.Of(failure);
            if (failure.Code == ProblemCode.CustomerIdTaken) Holder = failure.Customers is [var holder, ..] ? holder : null;
            if (failure.Code == ProblemCode.InvalidCustomer && failure.Errors.Keys.Any(name => CustomerFields.Find(name) is not null)) Errors = failure.Errors;
        }

        return false;
    }

    // Somebody else has changed, removed, erased or brought back the customer.
    private static bool IsOvertaken(KundbokException failure) =>
        failure.Code == ProblemCode.VersionMismatch || failure.Code == ProblemCode.CustomerNotFound || failure.Code == ProblemCode.CustomerErased || failure.Code == ProblemCode.NotRemoved;

    // A write of which nobody knows what became of it is sent again with its key before another one: it is done once, and then what was typed since is on top of it.
    private async Task SettleAsync(CustomerForm form)
    {
        if (_unknown is not { } unknown) return;
        await SendAsync(form, unknown);
    }

    private async Task SendAsync(CustomerForm form, Attempt attempt)
    {
        try
        {
            _unknown = attempt;
            var stored = attempt.Version is { } version
                ? await customers.UpdateAsync(Id!.Value, attempt.Input, version, attempt.Key)
                : await customers.CreateAsync(attempt.Input, attempt.Key);
            _unknown = null;
            Id = stored.Customer.Id;
            form.Stand(stored.Customer, stored.Version, attempt.Input);
        }
        catch (KundbokException failure) when (failure.Status is not (null or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
        {
            _unknown = null; // it was not made
            throw;
        }
    }

    private void Accept(VersionedCustomer stored)
    {
        Presence = Presence.Here;
        if (Form is null)
        {
            Form = new CustomerForm(stored.Customer, stored.Version);
            return;
        }

        var wasChanged = Form.IsChanged;
        var taken = Form.Merge(stored.Customer, stored.Version);
        Interference = wasChanged && (taken.Count > 0 || Form.Collisions.Count > 0) ? new Interference([], taken) : null;
    }

    private async Task CatchUpAsync()
    {
        try
        {
            var (form, id) = (Form, Id!.Value);
            if (await customers.FindAsync(id) is not { } read)
            {
                await FindOutAsync(id);
                Problem = form is { IsChanged: true } ? new ProblemText("form.problem.removed-meanwhile") : null;
                return;
            }

            if (form is null)
            {
                Accept(read);
                return;
            }

            var known = form.Version;
            Interference = new Interference(await VersionsSinceAsync(id, known), form.Merge(read.Customer, read.Version));
            Presence = Presence.Here;
            Problem = new ProblemText(form.Collisions.Count > 0 ? "form.problem.conflict" : "form.problem.merged");
        }
        catch (KundbokException failure)
        {
            Problem = ProblemText.Of(failure);
        }
    }

    // Who it was is good to know, but not needed.
    private async Task<IReadOnlyList<CustomerVersion>> VersionsSinceAsync(long id, long? known)
    {
        try
        {
            return [.. (await customers.GetHistoryPageAsync(id, VersionsOfConflict)).Versions.Where(version => version.Version > known)];
        }
        catch (KundbokException)
        {
            return [];
        }
    }

    private async Task FindOutAsync(long id)
    {
        try
        {
            Last = (await customers.GetHistoryPageAsync(id, 1)).Versions is [var newest, ..] ? newest : null;
            Presence = Last?.Kind == ChangeKind.Erased ? Presence.Erased : Last is null ? Presence.NotFound : Presence.Removed;
        }
        catch (KundbokException failure) when (failure.IsNotFound)
        {
            Presence = Presence.NotFound;
        }
    }

    private bool HasRefused(CustomerForm form, DateOnly today)
    {
        var hasRefused = FormLayout.All.Any(field => form.IsChangedIn(field) && FieldHint.Of(form, field, today) is { Level: HintLevel.Refused });
        if (form.IsNew && string.IsNullOrWhiteSpace(form[CustomerFields.Name]))
        {
            Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [CustomerFields.Name.Name] = [] };
            hasRefused = true;
        }

        if (hasRefused) Problem = new ProblemText($"problem.{ProblemCode.InvalidCustomer}");
        return hasRefused;
    }

    private void ClearProblems()
    {
        (Problem, Holder) = (null, null);
        Errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
    }

    private void Forget()
    {
        ClearProblems();
        (Interference, Last, _unknown) = (null, null, null);
    }

    private static string NewKey() => Guid.NewGuid().ToString();

    /// <summary>A write, with the key that makes it one however often it is sent.</summary>
    private sealed record Attempt(CustomerInput Input, long? Version, string Key);
}

/// <summary>What others did while the form was open.</summary>
/// <param name="Versions">Their changes, the newest first; empty when they are not known.</param>
/// <param name="Taken">The fields whose new text was taken, since they were not changed here.</param>
public sealed record Interference(IReadOnlyList<CustomerVersion> Versions, IReadOnlyList<CustomerField> Taken);
