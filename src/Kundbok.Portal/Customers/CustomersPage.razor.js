// Keys and clicks of the list that must be kept from the browser before .NET could be asked.
export const memory = () => history.state?.userState ?? null;

export function attach(page) {
    const links = () => [...page.querySelectorAll("tbody a.to")];
    const search = () => page.querySelector("#search");

    function walk(event, step) {
        const all = links();
        const at = all.findIndex(link => link.closest("tr").contains(event.target));
        if (at < 0 && event.target !== search() && event.target !== document.body && event.target.tagName !== "H1") return;
        if (at < 0 && step < 0) return;
        event.preventDefault();
        (at + step < 0 ? search() : all[Math.min(at + step, all.length - 1)])?.focus();
    }

    function onKey(event) {
        const target = event.target;
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || target.closest("[role=dialog]")) return;
        if (event.key === "/" && !target.closest("input:not([type=checkbox]), textarea, select")) {
            event.preventDefault();
            search().select();
            search().focus();
        } else if (event.key === "ArrowDown") {
            walk(event, 1);
        } else if (event.key === "ArrowUp") {
            walk(event, -1);
        } else if (event.key === " " && target.matches("tbody a.to")) {
            event.preventDefault();
            target.closest("tr").querySelector("input")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
        }
    }

    // A row is a link, wherever it is clicked; but its text can be marked.
    function onClick(event) {
        const row = event.target.closest("tbody tr");
        if (!row || event.target.closest("a, input, button, label") || getSelection().toString()) return;
        if (event.target.closest("td.select")) row.querySelector("input").click();
        else if (event.ctrlKey || event.metaKey) open(row.querySelector("a.to").href, "_blank", "noopener");
        else row.querySelector("a.to").click();
    }

    document.addEventListener("keydown", onKey);
    page.addEventListener("click", onClick);
    return { detach() { document.removeEventListener("keydown", onKey); } };
}
