using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Dutch;

/// <summary>Dutch words for the coded values of what people at a noodsteunpunt and a coördinatiepunt make besides
/// noodmeldingen: help, supplies, bulletins, exercises.</summary>
/// <remarks>As <see cref="Labels"/>: small letters, so that they fit in a sentence.</remarks>
public static class HelpLabels
{
    /// <summary>Who may read a bulletin.</summary>
    public static string Of(BulletinAudience value) => value switch
    {
        BulletinAudience.Public => Words.Label_BulletinAudiencePublic,
        BulletinAudience.StaffOnly => Words.Label_BulletinAudienceStaffOnly,
        _ => Labels.Unknown,
    };

    /// <summary>What happens to an exercise.</summary>
    public static string Of(ExerciseAction value) => value switch
    {
        ExerciseAction.Start => Words.Label_ExerciseActionStart,
        ExerciseAction.Stop => Words.Label_ExerciseActionStop,
        _ => Labels.Unknown,
    };

    /// <summary>What somebody needs or has.</summary>
    public static string Of(HelpCategory value) => value switch
    {
        HelpCategory.Water => Words.Label_HelpCategoryWater,
        HelpCategory.Food => Words.Label_HelpCategoryFood,
        HelpCategory.Warmth => Words.Label_HelpCategoryWarmth,
        HelpCategory.Medicine => Words.Label_HelpCategoryMedicine,
        HelpCategory.Care => Words.Label_HelpCategoryCare,
        HelpCategory.NonUrgentMedical => Words.Label_HelpCategoryNonUrgentMedical,
        HelpCategory.Transport => Words.Label_HelpCategoryTransport,
        HelpCategory.Power => Words.Label_HelpCategoryPower,
        HelpCategory.Hygiene => Words.Label_HelpCategoryHygiene,
        HelpCategory.BabySupplies => Words.Label_HelpCategoryBabySupplies,
        HelpCategory.Animals => Words.Label_HelpCategoryAnimals,
        HelpCategory.Labour => Words.Label_HelpCategoryLabour,
        HelpCategory.Information => Words.Label_HelpCategoryInformation,
        HelpCategory.Listening => Words.Label_HelpCategoryListening,
        HelpCategory.FamilyContact => Words.Label_HelpCategoryFamilyContact,
        HelpCategory.Other => Words.Label_HelpCategoryOther,
        HelpCategory.Skill => Words.Label_HelpCategorySkill,
        HelpCategory.Vehicle => Words.Label_HelpCategoryVehicle,
        HelpCategory.Equipment => Words.Label_HelpCategoryEquipment,
        HelpCategory.Space => Words.Label_HelpCategorySpace,
        HelpCategory.Goods => Words.Label_HelpCategoryGoods,
        _ => Labels.Unknown,
    };

    /// <summary>The trade that somebody offers.</summary>
    public static string Of(HelpSkill value) => value switch
    {
        HelpSkill.FirstAid => Words.Label_HelpSkillFirstAid,
        HelpSkill.Medical => Words.Label_HelpSkillMedical,
        HelpSkill.Interpreter => Words.Label_HelpSkillInterpreter,
        HelpSkill.Technician => Words.Label_HelpSkillTechnician,
        HelpSkill.Driver => Words.Label_HelpSkillDriver,
        HelpSkill.Other => Words.Label_HelpSkillOther,
        _ => Labels.Unknown,
    };

    /// <summary>What a noodsteunpunt has or has room for.</summary>
    public static string Of(StockItem value) => value switch
    {
        StockItem.Water => Words.Label_StockItemWater,
        StockItem.Food => Words.Label_StockItemFood,
        StockItem.BabySupplies => Words.Label_StockItemBabySupplies,
        StockItem.Blankets => Words.Label_StockItemBlankets,
        StockItem.Beds => Words.Label_StockItemBeds,
        StockItem.Seats => Words.Label_StockItemSeats,
        StockItem.Fuel => Words.Label_StockItemFuel,
        StockItem.Batteries => Words.Label_StockItemBatteries,
        StockItem.ChargingPlaces => Words.Label_StockItemChargingPlaces,
        StockItem.FirstAidSupplies => Words.Label_StockItemFirstAidSupplies,
        StockItem.Medicine => Words.Label_StockItemMedicine,
        StockItem.Hygiene => Words.Label_StockItemHygiene,
        StockItem.Other => Words.Label_StockItemOther,
        _ => Labels.Unknown,
    };

    /// <summary>What an amount counts: behind the number.</summary>
    public static string Of(StockUnit value) => value switch
    {
        StockUnit.Pieces => Words.Label_StockUnitPieces,
        StockUnit.Litres => Words.Label_StockUnitLitres,
        StockUnit.Kilograms => Words.Label_StockUnitKilograms,
        StockUnit.Portions => Words.Label_StockUnitPortions,
        StockUnit.Boxes => Words.Label_StockUnitBoxes,
        StockUnit.Places => Words.Label_StockUnitPlaces,
        _ => Labels.Unknown,
    };

    /// <summary>What became of a request and an offer.</summary>
    public static string Of(MatchResult value) => value switch
    {
        MatchResult.Linked => Words.Label_MatchResultLinked,
        MatchResult.Helped => Words.Label_MatchResultHelped,
        MatchResult.NotPossible => Words.Label_MatchResultNotPossible,
        MatchResult.Unlinked => Words.Label_MatchResultUnlinked,
        _ => Labels.Unknown,
    };
}
