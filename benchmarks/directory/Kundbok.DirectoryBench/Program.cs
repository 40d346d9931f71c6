using System.Diagnostics;
using System.Globalization;
using Kundbok.BulkFiles;
using Kundbok.Storage;
using Kundbok.Storage.Postgres;
using Kundbok.Storage.Sqlite;

// make DIRECTORY ROWS: writes both bulk files about invented organisations.
// find PLACE ROWS: looks organisations of such files up in a register, one after the other, and prints how long that takes.
const int LookUps = 5_000;
var rows = long.Parse(args[2], NumberStyles.None, CultureInfo.InvariantCulture);
if (args[0] == "make")
{
    SyntheticRegistry.WriteBolagsverket(Path.Combine(args[1], "bolagsverket_bulkfil.zip"), rows);
    SyntheticRegistry.WriteScb(Path.Combine(args[1], "scb_bulkfil.zip"), rows);
    return;
}

await using IRegister register = args[1].Contains("Host=", StringComparison.Ordinal) ? PostgresRegister.Open(args[1], TimeProvider.System) : SqliteRegister.Open(args[1], TimeProvider.System);
var (found, times) = (0, new List<double>(LookUps));
for (var i = 0L; i < 2 * LookUps; i++)
{
    var start = Stopwatch.GetTimestamp();
    if (await register.Directory.FindAsync(SyntheticRegistry.NumberOf(i * 7919 % rows), CancellationToken.None) is not null) found++;
    if (i >= LookUps) times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds); // the first ones warm up
}

times.Sort();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"look-ups: {found} of {2 * LookUps} found; median {times[LookUps / 2]:0.000} ms, 99 of 100 within {times[LookUps * 99 / 100]:0.000} ms"));
