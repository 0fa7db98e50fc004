using System.Text;
using System.Xml.Linq;
using Noodlink.Hub.Meldkamer;

namespace Noodlink.Apps.Tests.Meldkamer;

/// <summary>The checker itself: an alert broken in one place is found, so that "no faults" means something.</summary>
public sealed class CapRulesTests
{
    private static readonly string Good =
        Encoding.UTF8.GetString(CapWriter.Write(Examples.All["10-ventilator-update"]));

    [Theory]
    [InlineData("<language>nl-NL</language>", "")]
    [InlineData("+01:00</sent>", "Z</sent>")]
    [InlineData(":30+01:00</sent>", ":30.5+01:00</sent>")]
    [InlineData("+01:00</sent>", "+00:00</sent>")]
    [InlineData("<status>Actual</status>", "<status>Oefening</status>")]
    [InlineData("<scope>Private</scope>", "")]
    [InlineData("<addresses>meldkamer</addresses>", "")]
    [InlineData("<msgType>Update</msgType>", "<msgType>Alert</msgType>")]
    [InlineData("<identifier>GR-WK3-0011.2", "<identifier>GR-WK3 0011.2")]
    [InlineData("GR-CWK@noodlink,GR-WK3-0011,", "GR-CWK@noodlink,GR-WK3-0011.2,")]
    [InlineData("<category>Health</category>", "<category>Ambulance</category>")]
    [InlineData("<category>Health</category>", "")]
    [InlineData("<urgency>Immediate</urgency>", "")]
    [InlineData("<areaDesc>", "<circle>53,6</circle><areaDesc>")]
    [InlineData("<area>", "<web>x</web><area>")]
    [InlineData("<scope>", "<priority>1</priority><scope>")]
    [InlineData("oasis:names:tc:emergency:cap:1.2", "oasis:names:tc:emergency:cap:1.1")]
    public void A_broken_alert_is_found(string part, string broken)
    {
        Assert.Contains(part, Good, StringComparison.Ordinal);

        Assert.NotEmpty(CapRules.Faults(XDocument.Parse(Good.Replace(part, broken, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_good_alert_has_no_faults() => Assert.Empty(CapRules.Faults(XDocument.Parse(Good)));
}
