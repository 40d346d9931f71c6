using System.Globalization;
using Kundbok.BulkFiles;

// DIRECTORY ROWS: writes both bulk files about invented organisations.
var rows = long.Parse(args[1], NumberStyles.None, CultureInfo.InvariantCulture);
SyntheticRegistry.WriteBolagsverket(Path.Combine(args[0], "bolagsverket_bulkfil.zip"), rows);
SyntheticRegistry.WriteScb(Path.Combine(args[0], "scb_bulkfil.zip"), rows);
