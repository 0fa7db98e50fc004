using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;

namespace Noodlink.Station;

/// <summary>What a button for the stick did.</summary>
/// <param name="Good">Nothing has to be done again.</param>
/// <param name="Words">Dutch: the result, and what to do next.</param>
public sealed record StickResult(bool Good, string Words);

/// <summary>The two buttons: put everything on the USB stick, read the USB stick.</summary>
/// <remarks>All members may be called from any thread; a slow stick keeps its caller waiting and nobody else.</remarks>
public sealed class Stick
{
    private readonly Desk _desk;
    private readonly CourierDesk _courier;
    private readonly CourierBearer _bearer;
    private readonly Queue.StationIdentity _who;

    internal Stick(Desk desk, CourierDesk courier, CourierBearer bearer, Queue.StationIdentity who)
    {
        _desk = desk;
        _courier = courier;
        _bearer = bearer;
        _who = who;
    }

    /// <summary>Puts everything unconfirmed on the stick, and the receipts for the other side.</summary>
    public async Task<StickResult> WriteAsync(CancellationToken cancel)
    {
        if (await _courier.ExportAsync(cancel) is not var (name, file, parcel))
            return new StickResult(false, StickText.NotPacked);
        if (parcel.IsEmpty) return new StickResult(true, StickText.NothingWaits(_who.IsHub));
        var trouble = _bearer.Write(name, file, _courier.NameStart, old => _courier.IsKeptHere(old));
        if (trouble != StickTrouble.None) return new StickResult(false, StickText.NotWritten(trouble));
        // It is on the stick; that it is counted so is only for the list of attempts.
        await _desk.CarriedAsync(parcel, cancel);
        return new StickResult(parcel.Left == 0, StickText.Written(parcel, _who.IsHub));
    }

    /// <summary>Takes in every file that others put on the stick.</summary>
    public async Task<StickResult> ReadAsync(CancellationToken cancel)
    {
        var (trouble, files) = _bearer.Read(_courier.NameStart);
        if (trouble != StickTrouble.None) return new StickResult(false, StickText.NotRead(trouble));
        CourierImport? all = null;
        var remarks = new List<string>();
        foreach (var file in files)
        {
            if (file.TooLong) remarks.Add(StickText.TooLong(file.Name));
            if (file.Trouble != StickTrouble.None) remarks.Add($"{file.Name}: {StickText.NotRead(file.Trouble)}");
            if (file.TooLong || (file.Trouble != StickTrouble.None && file.Bytes.Length == 0)) continue;
            var import = await _courier.ImportAsync(file.Bytes, cancel);
            // The files of other noodsteunpunten on the same stick are not for us, and that is as it should be.
            if (import.Refusal == CourierRefusal.OwnSide) continue;
            if (import.Refusal != CourierRefusal.None)
                remarks.Add($"{file.Name}: {StickText.Of(import.Refusal, _who.IsHub)}");
            all = all?.And(import) ?? import;
        }

        if (all is null or { Refusal: not CourierRefusal.None })
            return new StickResult(
                false, string.Join(" ", remarks.DefaultIfEmpty(StickText.NothingThere(_who.IsHub))));
        remarks.Insert(0, StickText.Of(all, _who.IsHub));
        var good = remarks.Count == 1 && all is { Refused: 0, Missing: 0, NotStored: 0 };
        return new StickResult(good, string.Join(" ", remarks));
    }
}
