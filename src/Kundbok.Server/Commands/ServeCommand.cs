using System.CommandLine;
using System.Net.Sockets;
using Kundbok.Storage;
using Microsoft.AspNetCore.Connections;

namespace Kundbok.Server.Commands;

/// <summary><c>serve</c>: runs the server until it is told to stop.</summary>
internal static class ServeCommand
{
    public static void SetUp(Command command, SettingOptions settings)
    {
        command.Options.Add(settings.Urls);
        command.Options.Add(settings.Demo);
        command.SetAction((arguments, cancellation) => ServeAsync(settings, arguments, cancellation));
    }

    private static async Task<int> ServeAsync(SettingOptions settings, ParseResult arguments, CancellationToken cancellation)
    {
        await using var open = OpenRegister.ExistingOrNew(settings, arguments, RegisterUse.Server);
        await EnsureCanServeAsync(open, cancellation);
        await using var server = ServerBuilder.Build(open.Configuration, open.Register, open.Secrets, open.Time);
        await ListenAsync(server, open.Settings, cancellation);

        // Only now that it listens: a password that is printed once must not be lost to a port in use.
        await new Greeting(server, open, arguments.InvocationConfiguration.Output).GiveAsync(cancellation);
        await server.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static async Task EnsureCanServeAsync(OpenRegister open, CancellationToken cancellation)
    {
        var status = await open.Register.Transfer.ReadStatusAsync(cancellation);
        if (status.State == RegisterState.Receiving)
            throw new OperatorException("Another register is being copied into this one: wait for the command copy, or run it again to go on with it.");
        await open.EnsureSecretsAsync(cancellation);
    }

    private static async Task ListenAsync(WebApplication server, ServerSettings settings, CancellationToken cancellation)
    {
        try
        {
            await server.StartAsync(cancellation);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            throw new OperatorException($"Another program listens on {settings.Urls}: stop it, or choose another address with --urls.", fault);
        }
        catch (Exception fault) when (fault is SocketException or FormatException or ArgumentException or InvalidOperationException)
        {
            throw new OperatorException($"The server cannot listen on {settings.Urls}: {fault.Message}", fault);
        }
    }
}
