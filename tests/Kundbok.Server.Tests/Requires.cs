namespace Kundbok.Server.Tests;

/// <summary>What some tests need beyond the .NET SDK. Without it they are skipped, unless KUNDBOK_REQUIRE_ALL=1, which makes that a failure.</summary>
internal static class Requires
{
    public static void Command(string name, string install)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(directory => File.Exists(Path.Combine(directory, name)));
        Require(found, $"{name} is not installed: {install}");
    }

    public static void Unix() => Require(!OperatingSystem.IsWindows(), "signals are sent as Unix has them");

    private static void Require(bool fulfilled, string reason)
    {
        if (fulfilled) return;
        if (Environment.GetEnvironmentVariable("KUNDBOK_REQUIRE_ALL") == "1") Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
