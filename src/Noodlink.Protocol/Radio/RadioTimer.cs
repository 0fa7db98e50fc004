namespace Noodlink.Protocol.Radio;

/// <summary>What a <see cref="RadioChannel"/> waits for. Each is a moment; none of them running means that it waits for
/// nothing but an input.</summary>
internal enum RadioTimer
{
    /// <summary>Power-on: routine traffic is silent until then.</summary>
    FirstDelay,

    /// <summary>The frame that was taken goes to the modem.</summary>
    Departure,

    /// <summary>The modem should have told by now what became of the frame.</summary>
    Stuck,

    /// <summary>The modem failed: leave it alone until then.</summary>
    Rest,

    /// <summary>The receipt should have come by now.</summary>
    Listen,

    /// <summary>The same, where the answer comes through relays.</summary>
    FarAnswer,

    /// <summary>The answer to what we passed on should have come by now: it must come back through us. An own
    /// noodmelding does not wait for that.</summary>
    Relayed,

    /// <summary>Somebody announced another frame: routine traffic leaves it the air until then.</summary>
    Courtesy,

    /// <summary>The same for noodmeldingen: sooner over.</summary>
    UrgentCourtesy,
}
