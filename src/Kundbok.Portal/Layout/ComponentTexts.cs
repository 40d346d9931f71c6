using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Kundbok.Portal.Layout;

/// <summary>The texts of the component library, in the language of the portal: those under <c>mud.</c>; English for the others.</summary>
public sealed class ComponentTexts(Preferences preferences) : MudLocalizer
{
    /// <inheritdoc/>
    public override LocalizedString this[string key] => new(key, preferences.Texts[$"mud.{key}"], resourceNotFound: !preferences.Texts.Has($"mud.{key}"));

    /// <inheritdoc/>
    public override LocalizedString this[string key, params object[] arguments] => new(key, preferences.Texts[$"mud.{key}", arguments], resourceNotFound: !preferences.Texts.Has($"mud.{key}"));
}
