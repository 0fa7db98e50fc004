using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Noodlink.Screens.Access;

// Problem: a PIN that somebody must think of before the first start is a start that waits, or "0000". A PIN that nobody
// wrote down is a locked drawer at the worst moment.
//
// Idea: the noodsteunpunt makes its own, and shows it at its own machine, with a sheet to print, until somebody says that
// the sheet is put away. The note of what is still to be shown lies beside the data and names the PIN by its stamp: a PIN
// that a technician writes into the file is his to tell, and is not shown.

/// <summary>The PIN of the shift, and whether its recovery sheet was put away.</summary>
/// <param name="file">Null: only this machine can connect and nothing asks a PIN (the coördinatiepunt's).</param>
/// <param name="notePath">Names the PIN that is still to be shown; null: none ever is.</param>
/// <remarks>May be called from any thread.</remarks>
internal sealed class ShiftPin(PinFile? file, string? notePath, ILogger logger)
{
    /// <summary>A million; at one try per 30 s of one machine that is a year.</summary>
    private const int Digits = 6;

    private readonly Lock _lock = new();

    /// <summary>Where the PIN is.</summary>
    public PinFile? File => file;

    /// <summary>The PIN was made here and nobody has said yet that its sheet lies safe.</summary>
    public bool IsToBeShown
    {
        get
        {
            try
            {
                return notePath is not null && System.IO.File.Exists(notePath)
                    && System.IO.File.ReadAllText(notePath).Trim() == file?.Stamp();
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>The noodsteunpunt's: the configured file, or one of its own that is made when it is not there.</summary>
    public static ShiftPin AtNode(string? configured, string dataDirectory, ILogger logger)
    {
        var own = string.IsNullOrWhiteSpace(configured);
        var path = own ? Path.Combine(dataDirectory, "shift.pin") : configured!;
        var pin = new ShiftPin(new PinFile(path), Path.Combine(dataDirectory, "shift.pin.to-show"), logger);
        if (own) pin.MakeIfMissing();
        return pin;
    }

    /// <summary>A first PIN, where there is none: also later, when the disk was full at the first start.</summary>
    public void MakeIfMissing()
    {
        lock (_lock)
            if (file is not null && !System.IO.File.Exists(file.Path)) TryRenew();
    }

    /// <summary>A new PIN: every screen that gave the old one has to give this one. False: it could not be kept and the old
    /// one stands.</summary>
    public bool TryRenew()
    {
        if (file is null || notePath is null) return false;
        var pin = RandomNumberGenerator.GetInt32((int)Math.Pow(10, Digits))
            .ToString($"D{Digits}", CultureInfo.InvariantCulture);
        try
        {
            // The note first: a power cut between the two leaves a note that names no PIN, and never a PIN unseen.
            lock (_lock)
            {
                PinFile.WriteOwn(notePath, PinFile.StampOf(pin));
                file.Replace(pin);
            }

            Log.PinMade(logger, file.Path);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Log.PinNotKept(logger, problem, file.Path);
            return false;
        }
    }

    /// <summary>Somebody has the sheet. False: that could not be noted, and the page goes on showing the PIN.</summary>
    public bool TryPutAway()
    {
        try
        {
            if (notePath is not null) System.IO.File.Delete(notePath);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Log.PinNotKept(logger, problem, notePath!);
            return false;
        }
    }
}
