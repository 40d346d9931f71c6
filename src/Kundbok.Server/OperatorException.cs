namespace Kundbok.Server;

/// <summary>Something that the operator has to put right: the message is one line that says what is wrong and what to do.</summary>
internal sealed class OperatorException(string message, Exception? inner = null) : Exception(message, inner);
