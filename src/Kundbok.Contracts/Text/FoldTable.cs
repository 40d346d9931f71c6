using System.Text;

namespace Kundbok.Contracts;

/// <summary>What each Unicode scalar folds to, in memory: a two-stage array over the folded text of all scalars.</summary>
internal sealed class FoldTable
{
    /// <summary>The UTF-16 code units that a caller of <see cref="Fold"/> lends it: those of a scalar, or the jamo of a Hangul syllable.</summary>
    public const int OwnLength = 3;

    private const int BlockBits = 8;
    private const int BlockLength = 1 << BlockBits;

    // The longest fold, of U+FDFA, has 18 code units.
    private const int LengthBits = 5;

    public static readonly FoldTable Instance = new();

    // The block of each 256 scalars. Those that all fold to themselves share block 0.
    private readonly byte[] _blocks = new byte[(0x10FFFF >> BlockBits) + 1];

    // Per scalar, block by block: 0 when it folds to itself, else where in _folded its fold starts, and its length.
    private readonly int[] _entries;

    private readonly string _folded;

    private FoldTable()
    {
        var entries = new List<int>(new int[BlockLength]);

        // No fold starts at 0, which would make the entry of a dropped scalar 0.
        var folded = new StringBuilder("\0");
        foreach (var (first, last, value) in TableFile.Read("Fold"))
        {
            var targets = TableFile.Scalars(value);
            for (var scalar = first; scalar <= last; scalar++)
            {
                var start = folded.Length;
                foreach (var target in targets) folded.Append(char.ConvertFromUtf32(target + scalar - first));
                SetEntry(entries, scalar, start << LengthBits | (folded.Length - start));
            }
        }

        _entries = [.. entries];
        _folded = folded.ToString();
    }

    /// <summary>The fold of a scalar: a part of the table, or of <paramref name="own"/>, <see cref="OwnLength"/> code units to write it to.</summary>
    public ReadOnlySpan<char> Fold(Rune scalar, Span<char> own)
    {
        var entry = _entries[_blocks[scalar.Value >> BlockBits] << BlockBits | (scalar.Value & (BlockLength - 1))];
        if (entry != 0) return _folded.AsSpan(entry >> LengthBits, entry & ((1 << LengthBits) - 1));
        return Hangul.IsSyllable(scalar.Value) ? Hangul.Decompose(scalar.Value, own) : own[..scalar.EncodeToUtf16(own)];
    }

    private void SetEntry(List<int> entries, int scalar, int entry)
    {
        ref var block = ref _blocks[scalar >> BlockBits];
        if (block == 0)
        {
            block = checked((byte)(entries.Count >> BlockBits));
            entries.AddRange(new int[BlockLength]);
        }

        entries[block << BlockBits | (scalar & (BlockLength - 1))] = entry;
    }
}
