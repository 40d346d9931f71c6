namespace Kundbok.Contracts;

/// <summary>What all the check digit rules are made of. A digit is ASCII <c>0</c> to <c>9</c>, never another script's.</summary>
internal static class CheckDigits
{
    public static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>One digit for each weight, and the sum of the products divisible by <paramref name="modulus"/>.</summary>
    public static bool PassWeights(ReadOnlySpan<char> text, ReadOnlySpan<byte> weights, int modulus)
    {
        if (text.Length != weights.Length || !AreDigits(text)) return false;

        var sum = 0;
        for (var i = 0; i < text.Length; i++) sum += (text[i] - '0') * weights[i];
        return sum % modulus == 0;
    }

    /// <summary>The Luhn sum of an even number of digits: the first of each two counts double, a product by its digits.</summary>
    public static int LuhnSum(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var product = (digits[i] - '0') * (2 - (i % 2));
            sum += (product / 10) + (product % 10);
        }

        return sum;
    }
}
