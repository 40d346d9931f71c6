using System.CommandLine;
using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Storage;

namespace Kundbok.Server.Commands;

/// <summary>The register that a command works on, open as long as the command runs. A server may have it open at the same time.</summary>
internal sealed class OpenRegister : IAsyncDisposable
{
    private readonly Lazy<SecretKeys> _secrets;

    private OpenRegister(IConfiguration configuration, ServerSettings settings, Func<string, TimeProvider, SecretKeys> openSecrets, RegisterUse use, bool mayCreate)
    {
        Configuration = configuration;
        Settings = settings;
        _secrets = new(() => openSecrets(settings.Data, Time));
        Register = ServerBuilder.OpenRegister(settings, Time, use, mayCreate);
    }

    /// <summary>Everything that was set.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>What the program knows of it.</summary>
    public ServerSettings Settings { get; }

    /// <summary>The register.</summary>
    public IRegister Register { get; }

    /// <summary>The keys of its secret file, which is not looked at before they are asked for.</summary>
    /// <exception cref="RegisterUnusableException">The file is missing or damaged, or others may read it.</exception>
    public SecretKeys Secrets => _secrets.Value;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>Opens a register that is there.</summary>
    /// <exception cref="OperatorException">A setting cannot be read.</exception>
    /// <exception cref="RegisterUnusableException">There is none, or it cannot be opened as it is.</exception>
    public static OpenRegister Existing(SettingOptions options, ParseResult arguments)
    {
        var configuration = options.Read(arguments);
        return new OpenRegister(configuration, ServerSettings.From(configuration), SecretKeys.Open, RegisterUse.Command, mayCreate: false);
    }

    /// <summary>Opens a register, and makes it first when it is not there.</summary>
    /// <inheritdoc cref="Existing" path="/exception"/>
    public static OpenRegister ExistingOrNew(SettingOptions options, ParseResult arguments, RegisterUse use)
    {
        var configuration = options.Read(arguments);
        var settings = ServerSettings.From(configuration);
        try
        {
            OwnerOnly.CreateDirectory(settings.Data);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The data directory {settings.Data} cannot be made: {fault.Message}", fault);
        }

        return new OpenRegister(configuration, settings, SecretKeys.OpenOrCreate, use, mayCreate: true);
    }

    /// <summary>
    /// Sees to it that the secret file is the register's, where several nodes may use that: a register in a directory has its file
    /// beside it.
    /// </summary>
    /// <exception cref="RegisterUnusableException">It is another register's.</exception>
    public async Task EnsureSecretsAsync(CancellationToken cancellation)
    {
        if (Settings.Database is null) return;
        await using var alone = await Register.Maintenance.LockSetUpAsync(cancellation); // the first node to start says which file it is
        await SecretMarks.EnsureAsync(Register.Access, Secrets, cancellation);
    }

    /// <summary>How many customers the register has, of all merchants.</summary>
    public async Task<long> CountCustomersAsync(CancellationToken cancellation)
    {
        var count = 0L;
        foreach (var merchant in await Register.Access.ListMerchantsAsync(cancellation))
            count += await Register.Customers.CountAsync(merchant.Id, CustomerFilter.All, cancellation);
        return count;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Register.DisposeAsync();
}
