using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Kundbok.Client;
using Kundbok.Contracts;
using Kundbok.Lookup;
using Kundbok.Storage;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Kundbok.Server.Tests;

/// <summary>Which part may know which; see docs/decisions/0009-projects-and-dependencies.md.</summary>
public sealed class ArchitectureTests
{
    private const string Engines = @"^Kundbok\.Storage\.(Sqlite|Postgres)";

    private static readonly Architecture Architecture = new ArchLoader()
        .LoadAssemblies(typeof(Customer).Assembly, typeof(IRegister).Assembly, typeof(ILookupSource).Assembly, typeof(ServerBuilder).Assembly, typeof(KundbokClient).Assembly)
        .Build();

    private static readonly IObjectProvider<IType> Contracts = In("Contracts");
    private static readonly IObjectProvider<IType> Storage = In("Storage");
    private static readonly IObjectProvider<IType> Lookup = In("Lookup");
    private static readonly IObjectProvider<IType> Server = In("Server");
    private static readonly IObjectProvider<IType> Client = In("Client");

    [Fact]
    public void Contracts_know_nothing_of_ours() => Check(Types().That().Are(Contracts).Should().NotDependOnAny(Storage)
        .AndShould().NotDependOnAny(Lookup).AndShould().NotDependOnAny(Server));

    [Fact]
    public void Storage_knows_the_contracts_alone_and_no_http() => Check(Types().That().Are(Storage).Should().NotDependOnAny(Lookup)
        .AndShould().NotDependOnAny(Server).AndShould().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^Microsoft\.AspNetCore"));

    [Fact]
    public void Lookup_knows_the_contracts_alone_and_no_http_server() => Check(Types().That().Are(Lookup).Should().NotDependOnAny(Storage)
        .AndShould().NotDependOnAny(Server).AndShould().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^Microsoft\.AspNetCore"));

    [Fact]
    public void The_client_knows_the_contracts_alone_and_nobody_knows_the_client()
    {
        Check(Types().That().Are(Client).Should().NotDependOnAny(Storage).AndShould().NotDependOnAny(Lookup).AndShould().NotDependOnAny(Server)
            .AndShould().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^Microsoft\.AspNetCore"));
        foreach (var part in new[] { Contracts, Storage, Lookup, Server }) Check(Types().That().Are(part).Should().NotDependOnAny(Client));
    }

    [Fact]
    public void Only_the_builder_names_an_engine() => Check(Types().That().Are(Server).And().DoNotHaveName(nameof(ServerBuilder))
        .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(Engines));

    [Fact]
    public void The_store_does_not_know_its_engines() => Check(Types().That().Are(Storage).And().DoNotResideInNamespaceMatching(Engines)
        .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(Engines));

    // A rule over no types would always hold.
    [Fact]
    public void Every_part_was_found()
    {
        foreach (var part in new[] { Contracts, Storage, Lookup, Server, Client }) part.GetObjects(Architecture).Count().ShouldBeGreaterThan(3);
        Types().That().ResideInNamespaceMatching(Engines).GetObjects(Architecture).Count().ShouldBeGreaterThan(3);
    }

    private static IObjectProvider<IType> In(string part) => Types().That().ResideInNamespaceMatching($@"^Kundbok\.{part}(\.|$)").As(part);

    private static void Check(IArchRule rule) => rule.Check(Architecture);
}
