using System.Buffers;
using System.Globalization;
using System.Text;
using ZLogger;

namespace Kundbok.Server.Http;

/// <summary>Writes an event of the log as one line: time in UTC, level, category, number and message. What would end the line is a space.</summary>
internal sealed class LogLine : IZLoggerFormatter
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    /// <inheritdoc/>
    public bool WithLineBreak => true;

    /// <inheritdoc/>
    public void FormatLogEntry(IBufferWriter<byte> writer, IZLoggerEntry entry)
    {
        var info = entry.LogInfo;
        var start = string.Create(
            CultureInfo.InvariantCulture, $"{info.Timestamp.Utc:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {NameOf(info.LogLevel)}: {info.Category}[{info.EventId.Id}] ");
        Encoding.UTF8.GetBytes(start, writer);
        Encoding.UTF8.GetBytes(OnOneLine(entry.ToString()), writer);
        if (info.Exception is { } fault) Encoding.UTF8.GetBytes(OnOneLine($" {fault}"), writer);
    }

    private static string OnOneLine(string text) =>
        text.AsSpan().ContainsAny(LineEnds) ? text.Replace('\r', ' ').Replace('\n', ' ') : text;

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
