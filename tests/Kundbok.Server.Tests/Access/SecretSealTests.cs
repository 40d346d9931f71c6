using System.Text;
using Kundbok.Server.Access;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Server.Tests.Access;

public sealed class SecretSealTests : IDisposable
{
    private static readonly byte[] Content = "a secret of a webhook"u8.ToArray();
    private static readonly byte[] Binding = "7 12"u8.ToArray();

    private readonly string _directory = Directory.CreateTempSubdirectory("kundbok-test-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
    private readonly SecretKeys _secrets;
    private readonly SecretSeal _seal;

    public SecretSealTests()
    {
        _secrets = SecretKeys.OpenOrCreate(_directory, _time);
        _seal = new SecretSeal(_secrets, "a test");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5000)]
    public void What_is_sealed_opens(int length)
    {
        var content = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();

        _seal.Open(_seal.Seal(content, Binding), Binding)!.Bytes.ShouldBe(content);
    }

    [Fact]
    public void What_is_sealed_shows_nothing_of_itself_and_is_different_each_time()
    {
        var box = _seal.Seal(Content, Binding);

        box.Length.ShouldBe(Content.Length + 28);
        Encoding.Latin1.GetString(box).ShouldNotContain("secret");
        _seal.Seal(Content, Binding).ShouldNotBe(box);
    }

    [Fact]
    public void What_is_sealed_opens_for_nobody_else_and_nothing_else()
    {
        var box = _seal.Seal(Content, Binding);

        _seal.Open(box, "7 13"u8).ShouldBeNull();
        _seal.Open(box, []).ShouldBeNull();
        new SecretSeal(_secrets, "another test").Open(box, Binding).ShouldBeNull();
    }

    [Fact]
    public void What_was_changed_or_cut_off_does_not_open()
    {
        var box = _seal.Seal(Content, Binding);

        for (var i = 0; i < box.Length; i++)
        {
            var changed = (byte[])box.Clone();
            changed[i] ^= 1;
            _seal.Open(changed, Binding).ShouldBeNull();
            _seal.Open(box.AsSpan(0, i), Binding).ShouldBeNull();
        }
    }

    [Fact]
    public void A_retired_secret_opens_what_it_sealed_until_it_is_out_of_force_and_says_that_it_is_not_the_newest()
    {
        var box = _seal.Seal(Content, Binding);
        _seal.Open(box, Binding)!.IsNewest.ShouldBeTrue();

        _secrets.Rotate(_time.GetUtcNow().AddDays(1));

        var old = _seal.Open(box, Binding)!;
        old.Bytes.ShouldBe(Content);
        old.IsNewest.ShouldBeFalse();
        var again = _seal.Seal(old.Bytes, Binding);
        _time.Advance(TimeSpan.FromDays(2));
        _seal.Open(box, Binding).ShouldBeNull();
        _seal.Open(again, Binding)!.IsNewest.ShouldBeTrue();
    }
}
