using Microsoft.Extensions.Logging;
using Noodlink.Station.Dutch;

namespace Noodlink.Station.Queue;

// What may still be stored. As long as nothing meets a full disk, everything. From the first that does: no routine
// traffic; noodmeldingen are stored from the ballast. Back to everything only when the ballast stands again as a whole
// and a piece as large is free beside it. Full at nothing free, over at that much free: between the two it does not flap.

/// <summary>The room on the disk of the data directory, and who may have it.</summary>
/// <remarks>Any thread; <see cref="Recover"/> by the station's loop.</remarks>
internal sealed class DiskRoom
{
    private readonly Ballast _ballast;
    private readonly ILogger _log;
    private volatile bool _scarce;

    public DiskRoom(Ballast ballast, ILogger log)
    {
        _ballast = ballast;
        _log = log;
        while (_ballast.TryAdd()) { }
        if (_ballast is { IsWhole: true, HasRoomBeside: true }) return;
        MetFull();
        // What opening needs (the index of the log, the airtime ledger, the broker's files) writes without asking.
        if (!_ballast.HasRoomBeside) GiveUp();
    }

    /// <summary>Only noodmeldingen are stored.</summary>
    public bool IsScarce => _scarce;

    /// <summary>So much of the ballast stands that a noodmelding can be stored.</summary>
    public bool HasReserve => _ballast.IsMoreThanLast;

    /// <summary>For the screen; null when there is room.</summary>
    public string? Detail => !_scarce ? null : _ballast.IsHalf ? Words.Disk_Scarce : Words.Disk_VeryScarce;

    /// <summary>In words: why it is not stored; null: it may be.</summary>
    public string? WhyNot(Claim claim) =>
        _scarce && (claim == Claim.Routine || (claim == Claim.Practice && !_ballast.IsHalf)) ? Refusal(claim) : null;

    /// <summary>For who met a full disk.</summary>
    public static string Refusal(Claim claim) => claim switch
    {
        Claim.Routine => Words.Disk_NoRoutine,
        Claim.Practice => Words.Disk_NoPractice,
        _ => Words.Disk_Full,
    };

    /// <summary>Something did not fit.</summary>
    public void MetFull()
    {
        if (_scarce) return;
        _scarce = true;
        Log.DiskScarce(_log, _ballast.StandingBytes, _ballast.WholeBytes);
    }

    /// <summary>Something with this claim did not fit: gives it a piece of the ballast, if it may have one.</summary>
    /// <returns>True: try it again.</returns>
    public bool TryMakeRoom(Claim claim)
    {
        MetFull();
        var may = claim switch
        {
            Claim.Upkeep => true,
            Claim.Vital => _ballast.IsMoreThanLast,
            Claim.Practice => _ballast.StaysHalf,
            _ => false,
        };
        return may && GiveUp();
    }

    /// <summary>As <see cref="TryMakeRoom"/>, for a file that may stand on another disk: then the ballast is no
    /// help.</summary>
    public bool TryMakeRoomForFile(Claim claim) => !_ballast.HasRoomBeside && TryMakeRoom(claim);

    /// <summary>Once a second while it is scarce: a piece comes back when there is room.</summary>
    /// <returns>True: the ballast stands and there is room beside it. When something can be stored then, say
    /// <see cref="Over"/>.</returns>
    public bool Recover()
    {
        _ = _ballast.TryAdd();
        return _ballast is { IsWhole: true, HasRoomBeside: true };
    }

    /// <summary>Everything is stored again.</summary>
    public void Over()
    {
        if (!_scarce) return;
        _scarce = false;
        Log.DiskRoomBack(_log);
    }

    private bool GiveUp()
    {
        if (!_ballast.TryGiveUp()) return false;
        Log.BallastGivenUp(_log, _ballast.StandingBytes, _ballast.WholeBytes);
        return true;
    }
}
