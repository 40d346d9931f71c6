using Kundbok.Contracts;
using Kundbok.Storage;
using Microsoft.AspNetCore.Connections;

namespace Kundbok.Server.Http;

/// <summary>Turns faults, and errors of the framework that have no body, into problems. An answer that has begun is broken off.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    private const string UnknownOutcome = "The database was lost while it stored the change, which may or may not be stored: send it again with the Idempotency-Key it had, or look first.";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (OfStatus(context.Response.StatusCode) is { } code && HasNoBody(context.Response)) await Problems.WriteAsync(context, code);
        }
        catch (Exception fault) when (IsClientGone(fault, context))
        {
            // Nobody hears it, but the log tells it from success.
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception fault)
        {
            var code = OfFault(fault);
            if (code == ProblemCode.Internal) LogFault(fault.GetType().Name, Trace(fault));
            else if (code == ProblemCode.Unavailable) LogUnavailable(fault.Message);

            // An answer cut short must not look whole: the connection is broken off, not ended.
            if (context.Response.HasStarted) context.Abort();
            else await AnswerAsync(context, code, fault is RegisterUnavailableException { IsOutcomeUnknown: true } ? UnknownOutcome : null);
        }
    }

    private static bool IsClientGone(Exception fault, HttpContext context) =>
        fault is ConnectionResetException || (fault is OperationCanceledException && context.RequestAborted.IsCancellationRequested);

    private static Task AnswerAsync(HttpContext context, ProblemCode code, string? detail)
    {
        context.Response.Clear();
        SecurityHeaders.Set(context.Response.Headers);
        return Problems.WriteAsync(context, code, detail);
    }

    private static ProblemCode OfFault(Exception fault) => fault switch
    {
        RegisterUnavailableException => ProblemCode.Unavailable,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ProblemCode.BodyTooLarge,
        BadHttpRequestException => ProblemCode.InvalidRequest,
        _ => ProblemCode.Internal,
    };

    private static ProblemCode? OfStatus(int status) => status switch
    {
        StatusCodes.Status404NotFound => ProblemCode.NotFound,
        StatusCodes.Status405MethodNotAllowed => ProblemCode.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => ProblemCode.BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => ProblemCode.UnsupportedMediaType,
        StatusCodes.Status429TooManyRequests => ProblemCode.TooManyRequests,
        StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout => ProblemCode.Unavailable,
        >= 400 and < 500 => ProblemCode.InvalidRequest,
        >= 500 => ProblemCode.Internal,
        _ => null,
    };

    private static bool HasNoBody(HttpResponse response) =>
        !response.HasStarted && response.ContentLength is null or 0 && string.IsNullOrEmpty(response.ContentType);

    // Messages of unexpected faults can quote what was sent, which may be personal data: the log gets types and places only.
    private static string Trace(Exception fault) =>
        fault.InnerException is { } inner ? $"{fault.StackTrace}\n--- caused by {inner.GetType().Name}\n{inner.StackTrace}" : fault.StackTrace ?? "";

    [LoggerMessage(1, LogLevel.Error, "Unexpected {Fault}; answered as internal.\n{Trace}")]
    private partial void LogFault(string fault, string trace);

    [LoggerMessage(2, LogLevel.Error, "The register cannot answer: {Reason}")]
    private partial void LogUnavailable(string reason);
}
