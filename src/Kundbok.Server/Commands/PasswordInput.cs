using System.CommandLine;
using System.Text;
using Kundbok.Server.Access;

namespace Kundbok.Server.Commands;

/// <summary>Asks for a password: on the terminal, unseen, or from standard input. Never an argument, which every user of the machine can see.</summary>
internal static class PasswordInput
{
    public static Option<bool> Option() => new("--password-stdin") { Description = "Reads the password from the first line of standard input, instead of asking" };

    /// <summary>A secret that somebody else has made.</summary>
    /// <exception cref="OperatorException">There is none.</exception>
    public static string ReadSecret(bool fromStandardInput)
    {
        if (!fromStandardInput && Console.IsInputRedirected)
            throw new OperatorException("There is no terminal to ask for the secret: add --secret-stdin and pipe it in.");

        var secret = (fromStandardInput ? Console.In.ReadLine() ?? "" : Ask("Secret: ")).Trim();
        return secret.Length > 0 ? secret : throw new OperatorException("The secret is empty: nothing was changed.");
    }

    /// <exception cref="OperatorException">There is no password, or it is too short.</exception>
    public static string Read(bool fromStandardInput)
    {
        if (!fromStandardInput && Console.IsInputRedirected)
            throw new OperatorException("There is no terminal to ask for the password: add --password-stdin and pipe it in.");

        var password = fromStandardInput ? Console.In.ReadLine() ?? "" : AskTwice();
        return password.Length >= Passwords.ShortestPassword
            ? password
            : throw new OperatorException($"A password needs at least {Passwords.ShortestPassword} characters.");
    }

    private static string AskTwice()
    {
        var password = Ask("Password: ");
        return Ask("Once more: ") == password ? password : throw new OperatorException("The two passwords differ: nothing was changed.");
    }

    private static string Ask(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
