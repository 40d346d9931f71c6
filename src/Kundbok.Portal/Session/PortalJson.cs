using System.Text.Json.Serialization;
using Kundbok.Contracts;

namespace Kundbok.Portal.Session;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(Contracts.Session))]
internal sealed partial class PortalJson : JsonSerializerContext;
