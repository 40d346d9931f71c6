using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Kundbok.Portal.Settings;

/// <summary>How dialogs of the settings are opened.</summary>
internal static class SettingsDialogs
{
    // What was typed, or a secret that is shown once, is not to be lost by a click beside it.
    private static readonly DialogOptions Form = new() { BackdropClick = false, CloseOnEscapeKey = false, MaxWidth = MaxWidth.Small, FullWidth = true };
    private static readonly DialogOptions Question = new() { CloseOnEscapeKey = true, MaxWidth = MaxWidth.ExtraSmall, FullWidth = true };

    /// <summary>Opens a form.</summary>
    /// <returns>Whether something was done.</returns>
    public static async Task<bool> FillInAsync<TDialog>(this IDialogService dialogs, DialogParameters<TDialog> parameters)
        where TDialog : IComponent => await (await dialogs.ShowAsync<TDialog>("", parameters, Form)).Result is { Canceled: false };

    /// <summary>Asks whether something that cannot be taken back is to be done, and does it.</summary>
    /// <returns>Whether it was done.</returns>
    public static async Task<bool> AskAsync(this IDialogService dialogs, string title, string text, string action, Func<Task> work)
    {
        var parameters = new DialogParameters<AskDialog> { { dialog => dialog.Title, title }, { dialog => dialog.Text, text }, { dialog => dialog.Action, action }, { dialog => dialog.Work, work } };
        return await (await dialogs.ShowAsync<AskDialog>("", parameters, Question)).Result is { Canceled: false };
    }
}
