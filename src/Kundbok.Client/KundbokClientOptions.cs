namespace Kundbok.Client;

/// <summary>How a <see cref="KundbokClient"/> sends. It is read when the client is made; changes afterwards mean nothing to it.</summary>
public sealed class KundbokClientOptions
{
    /// <summary>Where the register is, such as <c>https://register.example/</c>; null: where the <see cref="HttpClient"/> says.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>The token to send. Null, with <see cref="GetToken"/> null too: none, for a handler that authenticates otherwise.</summary>
    public string? Token { get; set; }

    /// <summary>Gives the token before each attempt, instead of <see cref="Token"/>: for one that is renewed. Null is no token.</summary>
    public Func<CancellationToken, ValueTask<string?>>? GetToken { get; set; }

    /// <summary>How often a request that may be repeated is sent again after it failed in a way that may pass; 3, from 0 to 10.</summary>
    public int Retries { get; set; } = 3;

    /// <summary>
    /// About how long to wait before the first retry; twice as long before each further one, each time between half of that and the whole.
    /// Half a second.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest to wait before a retry. A server that asks for more is not asked again: the caller is told. Half a minute.</summary>
    public TimeSpan MostRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an attempt may take, to the end of its answer; of a stream, to its beginning. A request that waits for changes may take as
    /// much longer as it waits. A minute.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Measures the waits.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
