using System.Globalization;

namespace Kundbok.Contracts.Tests.Text;

internal static class Scalars
{
    /// <summary>The text of scalars in hexadecimal with spaces between them.</summary>
    public static string Parse(string list) =>
        string.Concat(list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(scalar =>
            char.ConvertFromUtf32(int.Parse(scalar, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))));
}
