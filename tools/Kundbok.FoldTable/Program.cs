using Kundbok.FoldTable;

if (args is not [var unicodeData, var compositionExclusions, var outputDirectory])
{
    Console.Error.WriteLine("Usage: Kundbok.FoldTable PATH/TO/UnicodeData.txt PATH/TO/CompositionExclusions.txt OUTDIR");
    return 2;
}

var unicode = UnicodeDatabase.Read(unicodeData, compositionExclusions);
TableWriter.Write(outputDirectory, "Fold", unicode.Version, FoldLines.Format, FoldLines.Of(unicode));
TableWriter.Write(outputDirectory, "Nfc", unicode.Version, NfcLines.Format, NfcLines.Of(unicode));
return 0;
