using System.Globalization;
using System.Text;

namespace Kundbok.Client;

/// <summary>Writes a path with parameters.</summary>
internal sealed class ApiAddress(string path)
{
    private readonly StringBuilder _text = new(path);
    private char _separator = '?';

    public ApiAddress Add(string name, string? value)
    {
        if (value is null) return this;
        _text.Append(_separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
        _separator = '&';
        return this;
    }

    public ApiAddress Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}
