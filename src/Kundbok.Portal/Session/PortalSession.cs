using System.Net;
using System.Net.Http.Json;
using Kundbok.Contracts;

namespace Kundbok.Portal.Session;

/// <summary>Who is signed in. The token itself is in a cookie that no script can read.</summary>
public sealed class PortalSession(HttpClient http, Browser browser)
{
    private const string Address = "/session";

    // That somebody has signed in with this browser: where nobody has, there is nothing to ask for, and no refusal for the browser to report.
    private const string Sign = "signed-in";

    private TaskCompletionSource<bool>? _again;

    /// <summary>Raised when somebody signed in or out, or has to sign in again.</summary>
    public event EventHandler? Changed;

    /// <summary>Whether it is known by now if somebody is signed in.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Who is signed in; null when nobody is. Stays while a session that has ended is asked for again.</summary>
    public Contracts.Session? Current { get; private set; }

    /// <summary>Whether the session has ended while the page was open: what was typed waits behind the form.</summary>
    public bool HasEnded => _again is not null;

    /// <summary>Whether who is signed in may do what the scope allows.</summary>
    public bool May(string scope) => Current?.Scopes.Contains(scope, StringComparer.Ordinal) == true;

    /// <summary>Asks the server who is signed in.</summary>
    public async Task LoadAsync()
    {
        if (await browser.RecallAsync(Sign) == "yes")
        {
            using var response = await http.GetAsync(Address);
            Current = response.StatusCode == HttpStatusCode.Unauthorized ? null : await ReadAsync(response);
        }

        IsKnown = true;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Signs in.</summary>
    /// <returns>Null when it succeeded; else what the server said.</returns>
    public async Task<SignInProblem?> SignInAsync(string userName, string password)
    {
        using var response = await http.PostAsJsonAsync(Address, new LoginRequest(userName, password), PortalJson.Default.LoginRequest);
        switch (response.StatusCode)
        {
            case HttpStatusCode.Unauthorized: return new SignInProblem(IsWrong: true, Wait: null);
            case HttpStatusCode.TooManyRequests: return new SignInProblem(IsWrong: false, response.Headers.RetryAfter?.Delta);
        }

        var before = Current;
        Current = await ReadAsync(response);
        await browser.KeepAsync(Sign, "yes");
        var again = _again;
        _again = null;

        // Somebody else's page must not be sent for whoever signs in now.
        again?.SetResult(before is null || (before.Merchant.Id == Current.Merchant.Id && before.User.UserName == Current.User.UserName));
        Changed?.Invoke(this, EventArgs.Empty);
        return null;
    }

    /// <summary>Signs out.</summary>
    public async Task SignOutAsync()
    {
        using var response = await http.DeleteAsync(Address);
        response.EnsureSuccessStatusCode();
        await browser.KeepAsync(Sign, "no");
        Current = null;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Has the user sign in again.</summary>
    /// <returns>Whether the same user did: what was refused may be sent again.</returns>
    public async Task<bool> SignInAgainAsync(CancellationToken cancellation)
    {
        if (_again is null)
        {
            _again = new TaskCompletionSource<bool>();
            Changed?.Invoke(this, EventArgs.Empty);
        }

        return await _again.Task.WaitAsync(cancellation);
    }

    private static async Task<Contracts.Session> ReadAsync(HttpResponseMessage response)
    {
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(PortalJson.Default.Session))!;
    }
}

/// <summary>Why a sign-in failed: the name or the password is wrong, or there were too many failures.</summary>
public sealed record SignInProblem(bool IsWrong, TimeSpan? Wait);
