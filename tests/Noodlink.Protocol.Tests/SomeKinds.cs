using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests;

/// <summary>One valid message of each kind that people at a coördinatiepunt or a noodsteunpunt make besides noodmeldingen;
/// where domain.md §3c has an example, that one.</summary>
internal static class SomeKinds
{
    /// <summary>Example 15.</summary>
    public static readonly Bulletin Bulletin = new(
        StationId.Parse("GR-CWK"), 12, "Drinkwater in Leek en Marum", 1_795_280_400, BulletinAudience.Public, 9,
        "Drinkwater vandaag 14-18 uur bij sporthal Leek en MFA Marum. Neem schone jerrycan mee. Max 10 liter per persoon. "
        + "Volgend bericht 18:00.");

    public static readonly ExerciseControl Start = new(
        StationId.Parse("GR-CWK"), ExerciseAction.Start, "BO72-1", "Black-out in het dorp", 90);

    public static readonly ExerciseControl Stop = new(
        StationId.Parse("GR-CWK"), ExerciseAction.Stop, "BO72-1", null, null);
}
