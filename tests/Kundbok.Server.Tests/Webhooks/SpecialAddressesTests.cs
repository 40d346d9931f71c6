using System.Net;
using Kundbok.Server.Webhooks;

namespace Kundbok.Server.Tests.Webhooks;

public sealed class SpecialAddressesTests
{
    /// <summary>First and last addresses of the ranges, and well-known ones in them.</summary>
    public static TheoryData<string> Refused =>
    [
        // IPv4
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.100.100.200", "100.127.255.255", "127.0.0.1", "127.255.255.255",
        "168.63.129.16", "169.254.0.0", "169.254.169.254", "169.254.255.255", "172.16.0.0", "172.17.0.1", "172.31.255.255", "192.0.0.0", "192.0.0.192",
        "192.0.0.255", "192.0.2.0", "192.0.2.255", "192.88.99.1", "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.0",
        "198.51.100.255", "203.0.113.0", "203.0.113.255", "224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.254", "255.255.255.255",

        // IPv6
        "::", "::1", "::2", "fc00::", "fd00:ec2::254", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe80::1", "fe80::1%1", "febf::1", "fec0::1", "feff::1",
        "ff00::", "ff02::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "100::1", "100:0:0:1::1", "5f00::1", "2001:db8::1", "2001:db8:ffff::1", "3fff::1",
        "3fff:fff::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:1::1", "1fff::1", "4000::1", "8000::1",

        // IPv4 in IPv6
        "::ffff:0.0.0.0", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:192.168.1.1", "::ffff:255.255.255.255", "::ffff:7f00:1",
        "::127.0.0.1", "::8.8.8.8", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b::8.8.8.8", "64:ff9b:1::a00:1", "64:ff9b:1:ffff::1",
        "2002:7f00:1::", "2002:a00:1::1", "2002:808:808::1", "2001::1", "2001:0:7f00:1::", "2001:0:ffff:ffff::",
    ];

    /// <summary>The neighbours of the ranges, and well-known public ones.</summary>
    public static TheoryData<string> Allowed =>
    [
        "1.0.0.0", "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "168.63.129.15",
        "168.63.129.17", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.3.0", "192.88.98.255",
        "192.88.100.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0",
        "223.255.255.255", "2000::1", "2001:200::1", "2001:4860:4860::8888", "2001:67c:2e8::1", "2001:db7::1", "2001:db9::1", "2003::1", "2606:4700::1111",
        "2a00:1450:400f::1", "3ffe::1", "3fff:1000::1", "::ffff:8.8.8.8",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_address_that_is_special_is_refused(string text)
    {
        var address = IPAddress.Parse(text);

        SpecialAddresses.Contain(address).ShouldBeTrue();
        new TargetGuard(new WebhookSettings()).Allows(address).ShouldBeFalse();
        new TargetGuard(new WebhookSettings { AllowPrivateTargets = true }).Allows(address).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public void An_address_on_the_internet_is_allowed(string text) => new TargetGuard(new WebhookSettings()).Allows(IPAddress.Parse(text)).ShouldBeTrue();

    [Fact]
    public void An_IPv4_address_in_IPv6_is_refused_with_it()
    {
        foreach (var text in Refused.Select(row => row.Data).Where(text => !text.Contains(':', StringComparison.Ordinal)))
            SpecialAddresses.Contain(IPAddress.Parse(text).MapToIPv6()).ShouldBeTrue(text);
    }
}
