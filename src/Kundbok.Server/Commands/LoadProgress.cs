using System.Globalization;
using Kundbok.Lookup.Bulk;

namespace Kundbok.Server.Commands;

/// <summary>How far a load is: on a terminal one line that is written over, elsewhere a line now and then.</summary>
internal sealed class LoadProgress : IProgress<BulkFile>
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenChanges = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _output;
    private readonly TimeProvider _time;
    private readonly bool _onTerminal;
    private readonly long _start;
    private long _last;
    private int _shown; // characters of the line on the terminal

    /// <param name="output">Where to.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onTerminal">Whether that is a terminal.</param>
    public LoadProgress(TextWriter output, TimeProvider time, bool onTerminal)
    {
        (_output, _time, _onTerminal) = (output, time, onTerminal);
        _start = _last = time.GetTimestamp();
    }

    /// <summary>Whether what is written there is seen on a terminal.</summary>
    public static bool IsTerminal(TextWriter output) => ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    public void Report(BulkFile value)
    {
        if (_time.GetElapsedTime(_last) < (_onTerminal ? BetweenChanges : BetweenLines)) return;
        _last = _time.GetTimestamp();
        var line = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(value.Path)}: {value.Progress * 100:0} %, {value.Report.Read} rows, {_time.GetElapsedTime(_start).TotalSeconds:0} s");
        if (!_onTerminal)
        {
            _output.WriteLine(line);
            return;
        }

        _output.Write($"\r{line.PadRight(_shown)}");
        _shown = line.Length;
    }

    /// <summary>Takes the line off the terminal.</summary>
    public async Task EndAsync()
    {
        if (_shown > 0) await _output.WriteAsync($"\r{new string(' ', _shown)}\r");
        _shown = 0;
    }
}
