using Kundbok.Client;
using Kundbok.Portal.Language;

namespace Kundbok.Portal.Customers;

/// <summary>Says what went wrong, and what to do.</summary>
internal static class ListProblem
{
    public static string Of(Texts texts, KundbokException failure) =>
        failure.Status is null ? texts["problem.unreachable"] : failure.Detail ?? texts["customers.problem.answer"];
}
