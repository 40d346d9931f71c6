using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Kundbok.Contracts;
using Kundbok.Server.Changes;
using Kundbok.Storage;

namespace Kundbok.Server.Webhooks;

/// <summary>What is sent to webhooks: <c>type</c>, <c>timestamp</c> and <c>data</c>, as Standard Webhooks 1.0.0 advises.</summary>
internal static class WebhookPayload
{
    /// <summary>The type of a test.</summary>
    public const string TestType = "webhook.test";

    /// <summary>What the types of changes begin with.</summary>
    public const string ChangePrefix = "customer.";

    /// <summary>The id of the message about a change: the same in every attempt, and nothing that is personal.</summary>
    public static string IdOf(ChangeLogState log, long merchant, long sequence) => new ChangeCursor(log.Epoch, merchant, sequence).ToString();

    /// <summary>The id of a test.</summary>
    public static string NewTestId() => $"test-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";

    /// <summary>The message about a change. Its instant is that of the change.</summary>
    public static ReadOnlyMemory<byte> Of(Change change)
    {
        var output = new ArrayBufferWriter<byte>();
        Begin(output, ChangePrefix + ChangeKinds.NameOf(change.Kind), change.At);
        ChangeJson.Write(change, output);
        output.Write("}"u8);
        return output.WrittenMemory;
    }

    /// <summary>The message of a test, about no change.</summary>
    public static ReadOnlyMemory<byte> OfTest(string webhook, DateTimeOffset now)
    {
        var output = new ArrayBufferWriter<byte>();
        Begin(output, TestType, now);
        output.Write(Encoding.ASCII.GetBytes($$$"""{"webhook":"{{{webhook}}}"}}"""));
        return output.WrittenMemory;
    }

    private static void Begin(ArrayBufferWriter<byte> output, string type, DateTimeOffset at) =>
        output.Write(Encoding.ASCII.GetBytes($$"""{"type":"{{type}}","timestamp":"{{Instants.Format(at)}}","data":"""));
}
