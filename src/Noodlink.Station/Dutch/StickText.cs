using Noodlink.Station.Bearers;

namespace Noodlink.Station.Dutch;

/// <summary>What the buttons for the USB stick, and a courier's file, did: in words, and what to do next.</summary>
public static class StickText
{
    /// <summary>Nothing could be read from the disk, or the program was told to stop.</summary>
    public static string NotPacked => Words.Stick_NotPacked;

    /// <summary>A file that was written.</summary>
    public static string Written(Parcel parcel, bool atHub)
    {
        ArgumentNullException.ThrowIfNull(parcel);
        List<string> what = [];
        var messages = parcel.Journals.Count;
        if (!atHub) what.Add(Count(messages, Words.Stick_Alarm, Words.Stick_Alarms));
        else if (messages > 0) what.Add(Count(messages, Words.Stick_Message, Words.Stick_Messages));
        if (parcel.ReceiptedStations > 0)
            what.Add(
                !atHub ? Words.Stick_ReceiptsForHub
                : Say.It(
                    Words.Stick_ReceiptsFor,
                    Count(parcel.ReceiptedStations, Words.Stick_Station, Words.Stick_Stations)));
        List<string> words =
        [
            Say.It(Words.Stick_Written, what.Aggregate((first, second) => Say.It(Words.Stick_And, first, second))),
            atHub ? Words.Stick_TakeToStation : Words.Stick_TakeToHub,
        ];
        if (parcel.Left > 0)
            words.Add(Say.It(Words.Stick_Left, Count(parcel.Left, Words.Stick_LeftOne, Words.Stick_LeftMore)));
        return string.Join(' ', words);
    }

    /// <summary>There was nothing to write.</summary>
    public static string NothingWaits(bool atHub) => atHub ? Words.Stick_NothingAtHub : Words.Stick_NothingAtStation;

    /// <summary>Files that were read.</summary>
    public static string Of(CourierImport import, bool atHub)
    {
        ArgumentNullException.ThrowIfNull(import);
        List<string> words = [Say.It(Words.Stick_Counts, import.New, import.Known, import.Refused)];
        if (import.Completed > 0) words.Add(Say.It(
            Words.Stick_Completed, Count(import.Completed, Words.Stick_Message, Words.Stick_Messages)));
        if (import.Confirmed > 0)
            words.Add(
                atHub
                ? Say.It(Words.Stick_AtStations, Count(import.Confirmed, Words.Stick_MessageIs, Words.Stick_MessagesAre))
                : Say.It(Words.Stick_AtHub, Count(import.Confirmed, Words.Stick_AlarmIs, Words.Stick_AlarmsAre)));
        if (import.Missing > 0)
            words.Add(
                Say.It(Words.Stick_NotWhole, Count(import.Missing, Words.Stick_PieceMissing, Words.Stick_PiecesMissing)));
        if (import.NotStored > 0)
            words.Add(Say.It(
                Words.Stick_NotStored, Count(import.NotStored, Words.Stick_PieceIs, Words.Stick_PiecesAre),
                import.Trouble));
        if (import is { New: 0, Known: 0, Refused: 0, Confirmed: 0, Missing: 0, NotStored: 0 })
            words.Add(atHub ? Words.Stick_NoNewsForHub : Words.Stick_NoNewsForStation);
        if (atHub && import.New + import.Known > 0)
            words.Add(Words.Stick_GiveBack);
        return string.Join(" ", words);
    }

    /// <summary>A file that was not taken in.</summary>
    public static string Of(CourierRefusal refusal, bool atHub) => refusal switch
    {
        CourierRefusal.Empty => Words.Stick_Empty,
        CourierRefusal.NotOurs => Words.Stick_NotOurs,
        CourierRefusal.NewerVersion => Words.Stick_Newer,
        CourierRefusal.Damaged => Words.Stick_Damaged,
        CourierRefusal.OwnSide when atHub => Words.Stick_FromHub,
        CourierRefusal.OwnSide => Words.Stick_FromStation,
        _ => "",
    };

    /// <summary>No file of the other side on the stick.</summary>
    public static string NothingThere(bool atHub) => atHub ? Words.Stick_NoneOfStation : Words.Stick_NoneOfHub;

    /// <summary>A file over the bound.</summary>
    public static string TooLong(string name) => Say.It(Words.Stick_TooLong, name);

    /// <summary>Why nothing was written.</summary>
    public static string NotWritten(StickTrouble trouble) => trouble switch
    {
        StickTrouble.Absent => Words.Stick_Absent,
        StickTrouble.Forbidden => Words.Stick_ReadOnly,
        StickTrouble.Full => Words.Stick_Full,
        StickTrouble.Busy => Words.Stick_Busy,
        _ => Words.Stick_WriteStopped,
    };

    /// <summary>Why nothing, or not all, was read.</summary>
    public static string NotRead(StickTrouble trouble) => trouble switch
    {
        StickTrouble.Absent => Words.Stick_Absent,
        StickTrouble.Forbidden => Words.Stick_Unreadable,
        StickTrouble.Busy => Words.Stick_Busy,
        _ => Words.Stick_ReadStopped,
    };

    private static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
