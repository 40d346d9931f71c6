using Kundbok.Contracts;
using Kundbok.Server.Http;

namespace Kundbok.Server.Customers;

/// <summary>Names that stand where the id of a customer could.</summary>
internal static class FixedNames
{
    private static readonly string[] Methods = [HttpMethods.Delete, HttpMethods.Get, HttpMethods.Patch, HttpMethods.Post, HttpMethods.Put];

    /// <summary>
    /// Refuses every other method on a name, with or without a token. Without this they would be about the customer with the name for an id.
    /// </summary>
    /// <param name="customers">The group of the customers.</param>
    /// <param name="name">The route below it.</param>
    /// <param name="allowed">The methods that are mapped there.</param>
    public static void MapFixedName(this IEndpointRouteBuilder customers, string name, params string[] allowed)
    {
        var allow = string.Join(", ", allowed.SelectMany(method => HttpMethods.IsGet(method) ? [method, HttpMethods.Head] : new[] { method }).Order(StringComparer.Ordinal));
        customers.MapMethods(name, Methods.Except(allowed, StringComparer.Ordinal), context => Refuse(context, allow)).AllowAnonymous().ExcludeFromDescription();
    }

    private static Task Refuse(HttpContext context, string allow)
    {
        context.Response.Headers.Allow = allow;
        return Problems.WriteAsync(context, ProblemCode.MethodNotAllowed);
    }
}
