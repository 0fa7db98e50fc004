using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

/// <summary>What reading a body gave. A closed set: <see cref="Ok"/> or <see cref="Failed"/>.</summary>
public abstract record DecodeResult
{
    private DecodeResult() { }

    /// <summary>The body was understood completely.</summary>
    public sealed record Ok(MessageBody Body) : DecodeResult;

    /// <summary>It was not.</summary>
    /// <param name="Failure">Whose fault it is.</param>
    /// <param name="Detail">For the log: what and where, without anything a resident said.</param>
    public sealed record Failed(DecodeFailure Failure, string Detail) : DecodeResult;
}

/// <summary>Why a body cannot be read.</summary>
public enum DecodeFailure
{
    /// <summary>It makes no sense in any version.</summary>
    Malformed,

    /// <summary>It is well formed, but has something that this version does not know.</summary>
    NewerVersion,
}
