namespace Kundbok.Contracts;

/// <summary>Text being built, on the stack until it outgrows the span it was given.</summary>
internal ref struct TextBuffer(Span<char> initial)
{
    /// <summary>Room for what a field of 255 characters usually becomes, in UTF-16 code units.</summary>
    public const int StackLength = 256;

    private Span<char> _characters = initial;
    private int _length;

    public void Append(char character)
    {
        if (_length == _characters.Length) Grow(1);
        _characters[_length++] = character;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > _characters.Length - _length) Grow(text.Length);
        text.CopyTo(_characters[_length..]);
        _length += text.Length;
    }

    public override readonly string ToString() => _characters[.._length].ToString();

    private void Grow(int needed)
    {
        var larger = new char[Math.Max(_length + needed, 2 * _characters.Length)];
        _characters[.._length].CopyTo(larger);
        _characters = larger;
    }
}
