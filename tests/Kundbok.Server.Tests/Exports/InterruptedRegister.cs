using System.Collections.Concurrent;
using System.Reflection;
using Kundbok.Storage;

namespace Kundbok.Server.Tests.Exports;

/// <summary>A register in which something happens just before a merchant's customers are read for the first, second, … time.</summary>
internal sealed class InterruptedRegister : IRegister
{
    private readonly IRegister _register;

    public InterruptedRegister(IRegister register)
    {
        _register = register;
        Customers = DispatchProxy.Create<ICustomerStore, InterruptedStore>();
        ((InterruptedStore)(object)Customers).Register = this;
    }

    /// <summary>What happens to a merchant: given the number of the read, from 1, and its cancellation.</summary>
    public ConcurrentDictionary<long, Func<int, CancellationToken, Task>> Interruptions { get; } = [];

    /// <summary>The store that nothing happens to.</summary>
    public ICustomerStore Undisturbed => _register.Customers;

    public ICustomerStore Customers { get; }

    public IChangeLog Changes => _register.Changes;

    public IAccessStore Access => _register.Access;

    public IWebhookStore Webhooks => _register.Webhooks;

    public ILookupStore Lookups => _register.Lookups;

    public IOrganisationDirectory Directory => _register.Directory;

    public IRegisterMaintenance Maintenance => _register.Maintenance;

    public IRegisterBackup? Backup => _register.Backup;

    public IRegisterTransfer Transfer => _register.Transfer;

    public ValueTask DisposeAsync() => _register.DisposeAsync();
}

/// <summary>Passes every call on; those that read a page are interrupted before.</summary>
public class InterruptedStore : DispatchProxy
{
    private readonly ConcurrentDictionary<long, int> _reads = [];

    internal InterruptedRegister? Register { get; set; }

#pragma warning disable CA2012 // Whoever called the proxy awaits what it gives back.
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.ReturnType == typeof(ValueTask<CustomerPage>) ? ReadAsync(targetMethod, args!) : Call(targetMethod, args);
#pragma warning restore CA2012

    private async ValueTask<CustomerPage> ReadAsync(MethodInfo method, object?[] args)
    {
        var merchant = (long)args[0]!;
        if (Register!.Interruptions.TryGetValue(merchant, out var happen))
            await happen(_reads.AddOrUpdate(merchant, 1, (_, reads) => reads + 1), (CancellationToken)args[^1]!);
        return await (ValueTask<CustomerPage>)Call(method, args)!;
    }

    private object? Call(MethodInfo method, object?[]? args) =>
        method.Invoke(Register!.Undisturbed, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
}
