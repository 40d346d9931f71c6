using System.Text.Json;
using System.Text.Json.Serialization;
using Kundbok.Contracts;
using Microsoft.AspNetCore.Mvc;

namespace Kundbok.Server.Http;

/// <summary>How the server writes JSON: made at build time, without reflection. Customers are sent as they are stored and are not here.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string[]>))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(IReadOnlyList<long>))]
[JsonSerializable(typeof(List<long>))]
[JsonSerializable(typeof(long[]))]
[JsonSerializable(typeof(Count))]
[JsonSerializable(typeof(CustomerSummary))]
[JsonSerializable(typeof(RemovedMany))]
[JsonSerializable(typeof(RemovedOne))]
[JsonSerializable(typeof(RestoredMany))]
[JsonSerializable(typeof(ErasedOne))]
[JsonSerializable(typeof(Party))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(LoginAnswer))]
[JsonSerializable(typeof(Me))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(WebhookAnswer))]
[JsonSerializable(typeof(IReadOnlyList<WebhookAnswer>))]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(IReadOnlyList<DeliveryAnswer>))]
[JsonSerializable(typeof(RemovedWebhook))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(IReadOnlyList<UserAnswer>))]
[JsonSerializable(typeof(RemovedUser))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(IReadOnlyList<TokenAnswer>))]
[JsonSerializable(typeof(RevokedToken))]
[JsonSerializable(typeof(LookupAccountAnswer))]
[JsonSerializable(typeof(IReadOnlyList<LookupAccountAnswer>))]
[JsonSerializable(typeof(RemovedLookupAccount))]
[JsonSerializable(typeof(LookupTest))]
internal sealed partial class ServerJson : JsonSerializerContext;
