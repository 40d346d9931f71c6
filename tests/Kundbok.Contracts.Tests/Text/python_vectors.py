"""Makes PythonFoldVectors.cs and PythonOrderVectors.cs beside it: what Python's unicodedata says of folding and of name
order, a judge that shares nothing with the project's own tables. Run: python3 python_vectors.py"""
import pathlib
import random
import unicodedata

SPELLINGS = {"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ß": "ss", "ı": "i", "ħ": "h", "ŧ": "t"}
AFTER_Z = {"å": 1, "Å": 1, "ä": 2, "Ä": 2, "æ": 2, "Æ": 2, "ö": 3, "Ö": 3, "ø": 3, "Ø": 3}

FILE = '''namespace Kundbok.Contracts.Tests.Text;

/// <summary>Made by python_vectors.py with Python's unicodedata {version}.</summary>
internal static class {name}
{{
    /// <summary>{summary}</summary>
    public const string Lines =
        """
{lines}
        """;
}}
'''


def fold(text):
    unmarked = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.category(c).startswith("M"))
    return "".join(SPELLINGS.get(c, c) for upper in unmarked for c in upper.lower())


def order(name):
    """What names are ordered by: pairs of a scalar of the fold and, for the letters after z, their place there."""
    places = []
    for c in unicodedata.normalize("NFC", name):
        places += [(ord("z"), AFTER_Z[c])] if c in AFTER_Z else [(ord(folded), 0) for folded in fold(c)]
    return places


def scalars(text):
    return " ".join(f"{ord(c):04X}" for c in text)


def fold_lines():
    assigned = [chr(i) for i in range(0x110000) if unicodedata.category(chr(i)) not in ("Cn", "Cs", "Co")]
    syllables = range(0xAC00, 0xD7A4)
    changed = [c for c in assigned if fold(c) != c and ord(c) not in syllables]
    unchanged = [c for c in assigned if fold(c) == c]
    spread = changed[::60] + [chr(i) for i in syllables[::1000]] + unchanged[::3500]
    return [f"{scalars(c)};{scalars(fold(c))}" for c in spread]


def order_lines():
    source = random.Random(1)
    letters = "aoAOæøneåöÄz{|}~\u212b\u00e9\u0444"
    # Classes 230, 220, 202, 216, 1 and 240.
    marks = "\u030a\u030a\u030d\u0324\u0308\u0308\u0301\u0304\u0323\u0325\u0327\u0328\u031b\u0338\u0345"
    names = {
        "".join(source.choice(letters) + "".join(source.choices(marks, k=source.randint(0, 2))) for _ in range(source.randint(1, 2)))
        for _ in range(300)
    }
    equals = {}
    for name in sorted(names):
        equals.setdefault(tuple(order(name)), []).append(scalars(name))
    return [";".join(equals[place]) for place in sorted(equals)]


def write(name, summary, lines):
    text = FILE.format(
        version=unicodedata.unidata_version, name=name, summary=summary, lines="\n".join(" " * 8 + line for line in lines)
    )
    pathlib.Path(__file__).with_name(f"{name}.cs").write_text(text, encoding="utf-8")


write("PythonFoldVectors", "A scalar, a semicolon, and the scalars that it folds to.", fold_lines())
write("PythonOrderVectors", "Names in ascending order, as scalars; those of one line are equal.", order_lines())
