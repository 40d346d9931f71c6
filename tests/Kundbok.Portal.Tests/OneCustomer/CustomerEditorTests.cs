using System.Net;
using Kundbok.Contracts;
using Kundbok.Portal.OneCustomer;

namespace Kundbok.Portal.Tests.OneCustomer;

/// <summary>Storing, removing and bringing back, against the real server; and what is left when that fails.</summary>
public sealed class CustomerEditorTests(PortalServer server) : IClassFixture<PortalServer>
{
    private static readonly DateOnly Today = new(2026, 1, 1);

    [Fact]
    public async Task Only_the_changed_fields_are_sent_with_the_version()
    {
        using var person = await Person.OfAsync(server);
        var editor = await EditAsync(person, new CustomerInput { Name = "A", City = "Umeå", Notes = "n" });

        editor.Write(CustomerFields.City, "Luleå");
        editor.Write(CustomerFields.Notes, "");
        (await editor.SaveAsync(Today)).ShouldBeTrue();

        var sent = person.Writes[^1];
        (sent.Method, sent.Version, sent.Body).ShouldBe(("PATCH", "\"1\"", """{"postoffice":"Luleå","notes":""}"""));
        (editor.Form!.IsChanged, editor.Form.Version, editor.Form.Stored.City).ShouldBe((false, 2, "Luleå"));
    }

    [Fact]
    public async Task Nothing_is_sent_when_nothing_changed()
    {
        using var person = await Person.OfAsync(server);
        var editor = await EditAsync(person, new CustomerInput { Name = "A" });

        (await editor.SaveAsync(Today)).ShouldBeTrue();

        person.Writes.Count.ShouldBe(1); // the one that made it
    }

    [Fact]
    public async Task A_new_customer_is_given_the_next_number_and_its_form_goes_on()
    {
        using var person = await Person.OfAsync(server);
        var editor = New(person);

        editor.Write(CustomerFields.Name, "Nordlys AB");
        (await editor.SaveAsync(Today)).ShouldBeTrue();

        (editor.Id, editor.Form!.Stored.Number, editor.Form.IsNew, editor.Form.IsChanged).ShouldBe((editor.Form.Stored.Id, "1001", false, false));
        editor.Write(CustomerFields.City, "Umeå");
        (await editor.SaveAsync(Today)).ShouldBeTrue();
        person.Writes[^1].Body.ShouldBe("""{"postoffice":"Umeå"}""");
    }

    [Fact]
    public async Task A_customer_whose_answer_is_lost_is_made_once_also_when_it_was_written_on_meanwhile()
    {
        using var person = await Person.OfAsync(server);
        var editor = New(person);
        editor.Write(CustomerFields.Name, "Nordlys AB");

        person.Lose(2);
        (await editor.SaveAsync(Today)).ShouldBeFalse();
        (editor.Problem!.Key, editor.Form![CustomerFields.Name]).ShouldBe(("problem.unreachable", "Nordlys AB"));
        (await editor.SaveAsync(Today)).ShouldBeFalse();
        editor.Write(CustomerFields.Name, "Nordlys Cykel AB");
        (await editor.SaveAsync(Today)).ShouldBeTrue();

        (await person.Customers.CountAsync()).ShouldBe(1);
        (await person.Customers.GetAsync(editor.Id!.Value)).Customer.Name.ShouldBe("Nordlys Cykel AB");
        person.Writes.Select(sent => sent.Method).ShouldBe(["POST", "POST", "POST", "PATCH"]);
        person.Writes.Take(3).Select(sent => sent.Key).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        (editor.Form.Stored.Number, editor.Form.IsChanged).ShouldBe(("1001", false));
    }

    [Fact]
    public async Task What_others_changed_elsewhere_is_taken_and_ours_is_stored_over_their_version()
    {
        using var person = await Person.OfAsync(server);
        var editor = await EditAsync(person, new CustomerInput { Name = "A", City = "Umeå", Email = "a@example.com" });
        editor.Write(CustomerFields.City, "Luleå");
        editor.Write(CustomerFields.Email, "b@example.com");
        await person.Customers.UpdateAsync(editor.Id!.Value, new CustomerInput { Name = "B", Email = "b@example.com" });

        (await editor.SaveAsync(Today)).ShouldBeFalse();

        (editor.Problem!.Key, editor.Form!.Version, editor.Form.IsUndecided).ShouldBe(("form.problem.merged", 2, false));
        editor.Interference!.Taken.ShouldBe([CustomerFields.Name]);
        editor.Interference.Versions.Select(version => version.Version).ShouldBe([2]);
        (await editor.SaveAsync(Today)).ShouldBeTrue();
        (person.Writes[^1].Version, person.Writes[^1].Body).ShouldBe(("\"2\"", """{"postoffice":"Luleå"}"""));
        editor.Interference.ShouldBeNull();
    }

    [Fact]
    public async Task What_both_changed_is_chosen_before_it_is_stored()
    {
        using var person = await Person.OfAsync(server);
        var editor = await EditAsync(person, new CustomerInput { Name = "A", City = "Umeå" });
        editor.Write(CustomerFields.City, "Luleå");
        await person.Customers.UpdateAsync(editor.Id!.Value, new CustomerInput { City = "Kiruna" });

        (await editor.SaveAsync(Today)).ShouldBeFalse();
        editor.Problem!.Key.ShouldBe("form.problem.conflict");
        var writes = person.Writes.Count;
        (await editor.SaveAsync(Today)).ShouldBeFalse();
        (editor.Problem!.Key, person.Writes.Count).ShouldBe(("form.problem.undecided", writes));

        editor.Form!.Choose(editor.Form.Collisions.Single(), CollisionChoice.Mine);
        (await editor.SaveAsync(Today)).ShouldBeTrue();
        (await person.Customers.GetAsync(editor.Id.Value)).Customer.City.ShouldBe("Luleå");
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, """{"code":"internal"}""", "problem.fault")]
    [InlineData(HttpStatusCode.ServiceUnavailable, """{"code":"unavailable"}""", "problem.unreachable")]
    [InlineData(HttpStatusCode.Forbidden, """{"code":"forbidden"}""", "problem.forbidden")]
    [InlineData(HttpStatusCode.Unauthorized, """{"code":"token_invalid"}""", "problem.signed-out")]
    [InlineData(HttpStatusCode.TooManyRequests, """{"code":"too_many_requests"}""", "problem.too-many")]
    [InlineData(HttpStatusCode.BadRequest, """{"code":"invalid_customer","errors":{"postoffice":["No."]}}""", "problem.invalid_customer")]
    [InlineData(HttpStatusCode.BadRequest, """{"code":"invalid_json","detail":"No."}""", "problem.page")]
    [InlineData(HttpStatusCode.BadGateway, "", "problem.unreachable")]
    public async Task Whatever_fails_what_was_typed_stays_and_can_be_stored_then(HttpStatusCode status, string problem, string key)
    {
        using var person = await Person.OfAsync(server);
        var editor = await EditAsync(person, new CustomerInput { Name = "A" });
        editor.Write(CustomerFields.City, "Luleå");

        person.Answer(1, status, problem);
        (await editor.SaveAsync(Today)).ShouldBeFalse();
        (editor.Problem!.Key, editor.Form![CustomerFields.City], editor.Presence).ShouldBe((key, "Luleå", Presence.Here));
        editor.Errors.ContainsKey("postoffice").ShouldBe(key == "problem.invalid_customer");

        (await editor.SaveAsync(Today)).ShouldBeTrue();
        (editor.Problem, editor.Errors.Count).ShouldBe((null, 0));
    }

    [Fact]
    public async Task What_the_register_would_refuse_is_not_sent()
    {
        using var person = await Person.OfAsync(server);
        var editor = New(person);

        (await editor.SaveAsync(Today)).ShouldBeFalse();
        editor.Errors.Keys.ShouldBe(["name"]);
        editor.Write(CustomerFields.Name, "A");
        editor.Errors.ShouldBeEmpty();
        editor.Write(CustomerFields.City, new string('x', 256));
        (await editor.SaveAsync(Today)).ShouldBeFalse();

        (editor.Problem!.Key, person.Writes.Count).ShouldBe(("problem.invalid_customer", 0));
    }

    [Fact]
    public async Task What_is_only_unlikely_is_stored()
    {
        using var person = await Person.OfAsync(server);
        var editor = New(person);
        foreach (var field in FormLayout.All) editor.Write(field, "?");

        (await editor.SaveAsync(Today)).ShouldBeTrue();

        FormLayout.All.ShouldAllBe(field => editor.Form!.Stored[field] == "?");
    }

    [Fact]
    public async Task A_number_that_is_taken_is_told_with_who_has_it()
    {
        using var person = await Person.OfAsync(server);
        var (holder, _) = await person.Customers.CreateAsync(new CustomerInput { Name = "A", Number = "7" });
        var editor = New(person);
        editor.Write(CustomerFields.Name, "B");
        editor.Write(CustomerFields.Number, "7");

        (await editor.SaveAsync(Today)).ShouldBeFalse();
        (editor.Problem!.Key, editor.Holder).ShouldBe(("problem.customerid_taken", holder.Id));

        editor.Write(CustomerFields.Number, "8");
        editor.Holder.ShouldBeNull();
        (await editor.SaveAsync(Today)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_removed_customer_says_who_removed_it_and_comes_back()
    {
        using var person = await Person.OfAsync(server);
        var editor = await EditAsync(person, new CustomerInput { Name = "A", City = "Umeå" });

        (await editor.RemoveAsync()).ShouldBeTrue();
        (editor.Presence, editor.Last!.Kind, editor.Form).ShouldBe((Presence.Removed, ChangeKind.Removed, null));

        await editor.LoadAsync(editor.Id!.Value);
        editor.Presence.ShouldBe(Presence.Removed);
        (await editor.RestoreAsync()).ShouldBeTrue();
        (editor.Presence, editor.Form!.Stored.City).ShouldBe((Presence.Here, "Umeå"));
    }

    [Fact]
    public async Task What_was_typed_into_a_customer_that_was_removed_meanwhile_is_stored_once_it_is_back()
    {
        using var person = await Person.OfAsync(server);
        var editor = await EditAsync(person, new CustomerInput { Name = "A" });
        editor.Write(CustomerFields.City, "Luleå");
        await person.Customers.DeleteAsync(editor.Id!.Value);

        (await editor.SaveAsync(Today)).ShouldBeFalse();
        (editor.Presence, editor.Problem!.Key, editor.Form![CustomerFields.City]).ShouldBe((Presence.Removed, "form.problem.removed-meanwhile", "Luleå"));

        (await editor.RestoreAsync()).ShouldBeTrue();
        (editor.Presence, editor.Form.IsChanged).ShouldBe((Presence.Here, true));
        (await editor.SaveAsync(Today)).ShouldBeTrue();
        (await person.Customers.GetAsync(editor.Id.Value)).Customer.City.ShouldBe("Luleå");
    }

    [Fact]
    public async Task A_customer_that_somebody_else_brought_back_is_simply_there()
    {
        using var person = await Person.OfAsync(server);
        var editor = await EditAsync(person, new CustomerInput { Name = "A" });
        await editor.RemoveAsync();
        await person.Customers.RestoreAsync(editor.Id!.Value);

        (await editor.RestoreAsync()).ShouldBeFalse();

        (editor.Presence, editor.Form!.Stored.Name, editor.Problem).ShouldBe((Presence.Here, "A", null));
    }

    [Fact]
    public async Task Going_back_keeps_what_was_typed()
    {
        using var person = await Person.OfAsync(server);
        var editor = await EditAsync(person, new CustomerInput { Name = "A", City = "Umeå" });
        await person.Customers.UpdateAsync(editor.Id!.Value, new CustomerInput { City = "Luleå" });
        await editor.LoadAsync(editor.Id.Value);
        editor.Write(CustomerFields.Email, "a@example.com");

        (await editor.RevertAsync(toVersion: 1, version: 2)).ShouldBeTrue();

        (editor.Form!.Stored.City, editor.Form[CustomerFields.Email], editor.Form.Version).ShouldBe(("Umeå", "a@example.com", 3));
        editor.Form.Changed.ShouldBe([CustomerFields.Email]);
    }

    [Fact]
    public async Task Going_back_from_a_version_that_is_not_the_newest_is_refused_and_the_newest_is_shown()
    {
        using var person = await Person.OfAsync(server);
        var editor = await EditAsync(person, new CustomerInput { Name = "A", City = "Umeå" });
        await person.Customers.UpdateAsync(editor.Id!.Value, new CustomerInput { City = "Luleå" });

        (await editor.RevertAsync(toVersion: 1, version: 1)).ShouldBeFalse();

        (editor.Form!.Stored.City, editor.Form.Version, editor.Form.IsChanged).ShouldBe(("Luleå", 2, false));
    }

    [Fact]
    public async Task An_erased_customer_is_gone_for_good()
    {
        using var person = await Person.OfAsync(server);
        var editor = await EditAsync(person, new CustomerInput { Name = "A" });

        (await editor.EraseAsync()).ShouldBeTrue();
        editor.Presence.ShouldBe(Presence.Erased);

        await editor.LoadAsync(editor.Id!.Value);
        editor.Presence.ShouldBe(Presence.Erased);
    }

    [Fact]
    public async Task A_customer_that_never_was_is_told_from_one_that_could_not_be_read()
    {
        using var person = await Person.OfAsync(server);
        var editor = new CustomerEditor(person.Customers);

        await editor.LoadAsync(1_000_000);
        editor.Presence.ShouldBe(Presence.NotFound);

        person.Answer(1, HttpStatusCode.ServiceUnavailable, """{"code":"unavailable"}""");
        await editor.LoadAsync(1_000_000);
        (editor.Presence, editor.Problem!.Key).ShouldBe((Presence.Unread, "problem.unreachable"));
    }

    private static CustomerEditor New(Person person)
    {
        var editor = new CustomerEditor(person.Customers);
        editor.Begin();
        return editor;
    }

    private static async Task<CustomerEditor> EditAsync(Person person, CustomerInput input)
    {
        var (customer, _) = await person.Customers.CreateAsync(input);
        var editor = new CustomerEditor(person.Customers);
        await editor.LoadAsync(customer.Id);
        return editor;
    }
}
