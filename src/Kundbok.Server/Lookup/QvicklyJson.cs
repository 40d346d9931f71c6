using System.Text.Json.Serialization;
using Kundbok.Lookup.Online;

namespace Kundbok.Server.Lookup;

/// <summary>How an account is written before it is sealed.</summary>
[JsonSerializable(typeof(QvicklyAccount))]
internal sealed partial class QvicklyJson : JsonSerializerContext;
