using Kundbok.Contracts;

namespace Kundbok.Portal.Tests;

/// <summary>The same, with the organisation of the directory in liquidation: something to show.</summary>
public sealed class LiquidationServer : PortalServer
{
    protected override OrganisationStatus InDirectoryIs => OrganisationStatus.Liquidation;
}
