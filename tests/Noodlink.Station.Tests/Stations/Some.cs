using Noodlink.Protocol;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Tests.Stations;

/// <summary>Sample messages.</summary>
internal static class Some
{
    public static Alarm Alarm(string text = "Accu nog 40 minuten, dochter wacht hier op antwoord.", Danger danger = Danger.Yes) =>
        new(
            new AlarmFacts
            {
                Services = [EmergencyService.Ambulance],
                Type = AlarmType.MedicalDevice,
                DangerToLife = danger,
                Location = new Location
                {
                    Kind = LocationKind.Address, Certainty = Certainty.Certain, Street = "Modelweg", Number = "3",
                    Postcode = "9843AB", Place = "Grijpskerk",
                },
                Victims = 1,
                Hazards = [Hazard.None],
                Text = text,
            },
            []);

    public static SituationReport Report(string text = "Rustig.") => new() { Open = true, Present = 63, Text = text };

    public static AlarmUpdate Update(string number, string text = "Accu nog 15 minuten.") =>
        new([Number(number)], new AlarmFacts { Text = text });

    public static MessageNumber Number(string text) =>
        MessageNumber.TryParse(text, out var number) ? number : throw new FormatException(text);

    /// <summary>The free text of a message.</summary>
    public static string Words(MessageBody body) => body switch
    {
        Alarm alarm => alarm.Facts.Text ?? "",
        AlarmUpdate update => update.Changes.Text ?? "",
        SituationReport report => report.Text ?? "",
        _ => throw new ArgumentOutOfRangeException(nameof(body)),
    };
}
