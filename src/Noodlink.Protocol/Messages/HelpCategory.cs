namespace Noodlink.Protocol.Messages;

/// <summary>What somebody needs or has (domain.md §3a, help categories). The values up to <see cref="Other"/> can be asked
/// for and offered; those behind it are only offered.</summary>
public enum HelpCategory : byte
{
    Unknown = 1, Water, Food, Warmth, Medicine, Care, NonUrgentMedical, Transport, Power, Hygiene, BabySupplies, Animals,
    Labour, Information, Listening, FamilyContact, Other,

    /// <summary>A trade: <see cref="HelpSkill"/> says which.</summary>
    Skill,
    Vehicle, Equipment, Space, Goods,
}

/// <summary>The trade that somebody offers.</summary>
public enum HelpSkill : byte
{
    Unknown = 1,

    /// <summary>EHBO or BHV.</summary>
    FirstAid,

    /// <summary>A doctor or a nurse.</summary>
    Medical,
    Interpreter, Technician, Driver, Other,
}

/// <summary>What is asked for is told apart from what can only be offered.</summary>
public static class HelpCategories
{
    /// <summary>Can somebody ask for this?</summary>
    public static bool CanBeAsked(HelpCategory category) =>
        category is >= HelpCategory.Unknown and <= HelpCategory.Other;
}
