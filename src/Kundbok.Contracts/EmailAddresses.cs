namespace Kundbok.Contracts;

/// <summary>E-mail addresses as people write them into a field: one, or several with a comma or semicolon between them.</summary>
public static class EmailAddresses
{
    // RFC 5321: a path is at most 256 octets with its angle brackets.
    private const int LongestAddress = 254;

    /// <summary>
    /// Whether every address has the shape of one that mail can be sent to over the internet: something, one at sign, and a domain name with a dot in
    /// it. Whether somebody reads it only mail can tell.
    /// </summary>
    /// <param name="text">Space around an address is ignored, elsewhere it is not allowed; the letters may be of any alphabet.</param>
    public static bool AreWellFormed(string text)
    {
        foreach (var range in text.AsSpan().SplitAny(',', ';'))
        {
            if (!IsWellFormed(text.AsSpan(range).Trim())) return false;
        }

        return true;
    }

    private static bool IsWellFormed(ReadOnlySpan<char> address)
    {
        var at = address.IndexOf('@');
        if (at < 1 || address.Length > LongestAddress) return false;

        foreach (var c in address)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or '(' or ')') return false;
        }

        var name = address[..at];
        var domain = address[(at + 1)..];
        return name[0] != '.' && name[^1] != '.' && domain.IndexOf('@') < 0 && IsDomain(domain);
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        var labels = 0;
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-') return false;
            foreach (var c in label)
            {
                if (!char.IsLetterOrDigit(c) && c != '-') return false;
            }

            labels++;
        }

        return labels > 1;
    }
}
