using Kundbok.Server.Lookup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Kundbok.Server.Tests.Lookup;

/// <summary>What the operator can set for online sources, and what is said when nothing is.</summary>
public sealed class LookupSettingsTests
{
    [Fact]
    public void Nobody_is_asked_unless_the_operator_says_so()
    {
        var lookup = From().Lookup;

        new[] { lookup.Bolagsverket.Enabled, lookup.Brreg.Enabled, lookup.Prh.Enabled }.ShouldAllBe(enabled => !enabled);
        lookup.Timeout.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Each_source_is_switched_on_by_itself()
    {
        From(("Lookup:Bolagsverket:ClientId", "id"), ("Lookup:Bolagsverket:ClientSecret", "secret")).Lookup.Bolagsverket.Enabled.ShouldBeTrue();
        From(("Lookup:Brreg:Enabled", "true")).Lookup.Brreg.Enabled.ShouldBeTrue();
        From(("Lookup:Prh:Enabled", "true")).Lookup.Prh.Enabled.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Lookup:Bolagsverket:ClientId", "id", "both")]
    [InlineData("Lookup:Bolagsverket:ClientSecret", "secret", "both")]
    [InlineData("Lookup:Bolagsverket:BaseAddress", "http://registry.example/", "https://")]
    [InlineData("Lookup:Bolagsverket:TokenAddress", "http://registry.example/", "https://")]
    [InlineData("Lookup:Brreg:BaseAddress", "registry", "https://")]
    [InlineData("Lookup:Prh:BaseAddress", "ftp://registry.example/", "https://")]
    [InlineData("Lookup:Qvickly:BaseAddress", "http://registry.example/", "https://")]
    [InlineData("Lookup:Brreg:Enabled", "perhaps", "Lookup:Brreg:Enabled")]
    [InlineData("Lookup:Timeout", "0:0:0", "Lookup:Timeout")]
    [InlineData("Lookup:Timeout", "0:1:0", "Lookup:Timeout")]
    public void What_cannot_be_is_refused_at_start(string setting, string value, string part) =>
        Should.Throw<OperatorException>(() => From((setting, value))).Message.ShouldContain(part);

    [Theory]
    [InlineData("false", 1)]
    [InlineData("true", 0)]
    public async Task Only_when_no_source_is_on_it_is_said_how_to_switch_one_on(string enabled, int lines)
    {
        var log = new Kept();
        await new OnlineNotice(From(("Lookup:Brreg:Enabled", enabled)), log).StartedAsync(CancellationToken.None);

        log.Lines.Count.ShouldBe(lines);
        foreach (var line in log.Lines)
        {
            foreach (var word in (string[])["Lookup:Bolagsverket:ClientId", "Lookup:Brreg:Enabled", "Lookup:Prh:Enabled", "lookup set"]) line.ShouldContain(word);
        }
    }

    private static ServerSettings From(params (string Name, string Value)[] settings) =>
        ServerSettings.From(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(set => KeyValuePair.Create(set.Name, (string?)set.Value))).Build());

    private sealed class Kept : ILogger<OnlineNotice>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }
}
