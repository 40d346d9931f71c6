using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace Kundbok.Portal.Tests;

/// <summary>Finds what a person sees on a page.</summary>
internal static class PageElements
{
    /// <summary>The button that says, or is called, that; waits for it.</summary>
    public static IElement Button<T>(this IRenderedComponent<T> page, string name)
        where T : IComponent
    {
        IElement? found = null;
        page.WaitForAssertion(() => found = page.FindAll("button").Single(button => (button.GetAttribute("aria-label") ?? button.TextContent.Trim()) == name));
        return found!;
    }

    /// <summary>The field with that label; waits for it.</summary>
    public static IElement Field<T>(this IRenderedComponent<T> page, string label)
        where T : IComponent
    {
        IElement? found = null;
        page.WaitForAssertion(() =>
        {
            var labels = page.FindAll("label");
            var named = labels.Single(one => (one.QuerySelector("span")?.FirstChild ?? one).TextContent.Trim() == label);
            found = named.GetAttribute("for") is { } id ? page.Find($"#{id}") : named.QuerySelector("input")!;
        });
        return found!;
    }

    /// <summary>Waits until the page says that somewhere.</summary>
    public static void ShouldSay<T>(this IRenderedComponent<T> page, string text)
        where T : IComponent => page.WaitForAssertion(() => string.Concat(page.Nodes.Select(node => node.TextContent)).ShouldContain(text));

    /// <summary>Waits until what matches says that.</summary>
    public static void ShouldSay<T>(this IRenderedComponent<T> page, string selector, string text)
        where T : IComponent => page.WaitForAssertion(() => page.Find(selector).TextContent.Trim().ShouldBe(text));

    /// <summary>The rows of a table: the texts of their cells.</summary>
    public static string[][] Rows<T>(this IRenderedComponent<T> page, string selector)
        where T : IComponent => [.. page.FindAll($"{selector} tbody tr").Select(row => row.QuerySelectorAll("th, td").Select(cell => string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToArray())];
}
