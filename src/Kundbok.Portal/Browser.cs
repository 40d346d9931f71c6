using Microsoft.JSInterop;

namespace Kundbok.Portal;

/// <summary>What is asked of the browser beside the page: what it remembers for us, what it prefers, files to save. See <c>portal.js</c>.</summary>
public sealed class Browser(IJSRuntime js) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    /// <summary>The language that the browser prefers, such as <c>sv-SE</c>.</summary>
    public async ValueTask<string> LanguageAsync() => await (await ModuleAsync()).InvokeAsync<string>("language");

    /// <summary>Whether the browser prefers dark pages.</summary>
    public async ValueTask<bool> PrefersDarkAsync() => await (await ModuleAsync()).InvokeAsync<bool>("prefersDark");

    /// <summary>What was kept under that name in this browser; null when nothing was. Never personal data.</summary>
    public async ValueTask<string?> RecallAsync(string name) => await (await ModuleAsync()).InvokeAsync<string?>("recall", name);

    /// <summary>Keeps a text under that name in this browser. Never personal data.</summary>
    public async ValueTask KeepAsync(string name, string text) => await (await ModuleAsync()).InvokeVoidAsync("keep", name, text);

    /// <summary>Says in which language and theme the page is, to the browser and the screen reader.</summary>
    public async ValueTask ShowAsAsync(string language, bool dark) => await (await ModuleAsync()).InvokeVoidAsync("showAs", language, dark);

    /// <summary>Lets the browser save an answer of the API as a file, without holding it in the page.</summary>
    /// <param name="address">Relative to the server, such as <c>/customers/export/csv?…</c>; without personal data.</param>
    public async ValueTask DownloadAsync(string address) => await (await ModuleAsync()).InvokeVoidAsync("download", address);

    /// <summary>Lets the browser save bytes as a file.</summary>
    public async ValueTask SaveAsync(string name, string contentType, Stream content)
    {
        using var reference = new DotNetStreamReference(content);
        await (await ModuleAsync()).InvokeVoidAsync("save", name, contentType, reference);
    }

    /// <summary>Puts a text on the clipboard.</summary>
    public async ValueTask CopyAsync(string text) => await (await ModuleAsync()).InvokeVoidAsync("copy", text);

    /// <summary>Puts the focus on the element with that id, and shows it.</summary>
    public async ValueTask FocusAsync(string id) => await (await ModuleAsync()).InvokeVoidAsync("focus", id);

    /// <summary>Has Ctrl+S call <c>SaveFromKeyboardAsync</c> of a page, instead of having the browser save it as a file; null: nothing any more.</summary>
    public async ValueTask ListenForSaveAsync<T>(DotNetObjectReference<T>? page)
        where T : class => await (await ModuleAsync()).InvokeVoidAsync("listenForSave", page);

    /// <summary>What codes are called in a language.</summary>
    /// <param name="language">The language.</param>
    /// <param name="kind"><c>region</c>, <c>currency</c> or <c>language</c>.</param>
    /// <param name="codes">The codes.</param>
    /// <returns>A name for each.</returns>
    public async ValueTask<string[]?> NamesAsync(string language, string kind, IReadOnlyList<string> codes) => await (await ModuleAsync()).InvokeAsync<string[]?>("names", language, kind, codes);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_module is not null) await _module.DisposeAsync();
    }

    private async ValueTask<IJSObjectReference> ModuleAsync() => _module ??= await js.InvokeAsync<IJSObjectReference>("import", "./portal.js");
}
