// What .NET cannot ask of the browser itself. Used by Browser.cs.
export const language = () => navigator.language || "en";
export const prefersDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

// Storage may be switched off: then nothing is remembered.
export function recall(name) { try { return localStorage.getItem("kundbok." + name); } catch { return null; } }
export function keep(name, text) { try { localStorage.setItem("kundbok." + name, text); } catch { } }

export function showAs(language, dark) {
    document.documentElement.lang = language;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
}

export function download(address) {
    const link = document.createElement("a");
    link.href = address;
    link.download = "";
    link.click();
}

export async function save(name, contentType, stream) {
    const link = document.createElement("a");
    const content = await new Response(await stream.stream()).blob(); // which the browser may keep on the disk
    link.href = URL.createObjectURL(new Blob([content], { type: contentType }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

export const copy = text => navigator.clipboard.writeText(text);


export function focus(id) {
    const element = document.getElementById(id);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "center" });
}

let saver;
export function listenForSave(page) {
    document.removeEventListener("keydown", saver);
    saver = page && (event => {
        if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
        event.preventDefault();
        if (!document.querySelector("[role=dialog]")) page.invokeMethodAsync("SaveFromKeyboardAsync");
    });
    if (saver) document.addEventListener("keydown", saver);
}

export function names(language, kind, codes) {
    const names = new Intl.DisplayNames([language], { type: kind });
    return codes.map(code => names.of(code) ?? code);
}
