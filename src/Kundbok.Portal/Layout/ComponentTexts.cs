using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Kundbok.Portal.Layout;

/// <summary>The labels of the component library that our pages show, in the language of the page: the texts under <c>mud.</c>, by the library's own names.</summary>
public sealed class ComponentTexts(Preferences preferences) : MudLocalizer
{
    /// <inheritdoc/>
    public override LocalizedString this[string key] => new(key, preferences.Texts[$"mud.{key}"], resourceNotFound: !preferences.Texts.Has($"mud.{key}"));

    /// <inheritdoc/>
    public override LocalizedString this[string key, params object[] arguments] => new(key, preferences.Texts[$"mud.{key}", arguments], resourceNotFound: !preferences.Texts.Has($"mud.{key}"));
}
