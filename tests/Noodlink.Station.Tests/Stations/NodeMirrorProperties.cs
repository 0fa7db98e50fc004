using FsCheck;
using FsCheck.Fluent;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Station.Tests.Stations;

/// <summary>What the hub tells reaches the node in any order, twice, or late: the node ends where the hub is, and at no moment
/// shows it further along than the newest that it has heard.</summary>
public sealed class NodeMirrorProperties
{
    private static readonly StaffEventType[] Staff =
    [
        StaffEventType.Seen, StaffEventType.Claimed, StaffEventType.Query, StaffEventType.Forwarded, StaffEventType.Accepted,
        StaffEventType.AcceptedDelayed, StaffEventType.EnRoute, StaffEventType.OnScene, StaffEventType.NotForwarded,
        StaffEventType.Closed, StaffEventType.Undone, StaffEventType.Undone,
    ];

    [Fact]
    public void The_node_shows_what_the_newest_receipt_says_whatever_the_order()
    {
        var runs = ArbMap.Default.ArbFor<int>();
        Prop.ForAll(runs, seed =>
        {
            using var world = new World();
            var random = new Random(seed);
            var number = world.Node.Send(Some.Alarm(), world.Now);
            world.Run(0.5);
            var told = Live(world, number, random);

            // In any order, some of them twice; the last round brings everything.
            var order = told.Concat(told).ToArray();
            random.Shuffle(order);
            var newest = (Serial: 0u, State: MessageState.DeliveredDevice);
            foreach (var (frame, serial, state) in order)
            {
                world.Bring(world.Node, frame);
                if (serial > newest.Serial) newest = (serial, state);
                var shown = world.Node.View(number);
                Assert.True(
                    shown.State == newest.State,
                    $"seed {seed}: after {serial} the node shows {shown.State}, the hub said {newest.State}");
            }

            Assert.Equal(world.Hub.View(number).State, world.Node.View(number).State);
            Assert.Equal(world.Hub.View(number).MeldkamerNumber, world.Node.View(number).MeldkamerNumber);
            Assert.Equal(
                world.Hub.View(number).History.Any(entry => entry.State != MessageState.DeliveredDevice && Undid(world, number)),
                world.Node.View(number).Undone);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    private static bool Undid(World world, string number) => Convert.ToInt64(
        world.Hub.Sql(
            $"SELECT count(*) FROM event e JOIN message m ON m.n = e.n WHERE m.number = '{number}' AND e.type = {(int)StaffEventType.Undone}")) > 0;

    /// <summary>Staff act at the hub; what it tells is kept from the node.</summary>
    private static List<(byte[] Frame, uint Serial, MessageState State)> Live(World world, string number, Random random)
    {
        var told = new List<(byte[], uint, MessageState)>();
        world.Loses = (_, up) => !up;
        for (var i = random.Next(1, 15); i > 0; i--)
        {
            var type = Staff[random.Next(Staff.Length)];
            var seen = world.Carried.Count;
            _ = world.Hub.Record(
                number,
                new StaffAction(
                    type, "loggist", "omdat", type == StaffEventType.Query ? Question.Q2 : null,
                    type == StaffEventType.Forwarded ? MeldkamerChannel.C2000 : null,
                    MeldkamerNumber: type == StaffEventType.Accepted ? $"{random.Next(1000, 9999)}" : null), world.Now);
            world.Run(0.1);
            var down = world.Carried.Skip(seen).Where(carried => !carried.Up && carried.Header.Series == Series.Numbered)
                .DistinctBy(carried => carried.Header.Serial);
            foreach (var carried in down.Where(carried => told.TrueForAll(t => t.Item2 != carried.Header.Serial)))
                told.Add((carried.Frame, carried.Header.Serial, world.Hub.View(number).State));
        }

        return told;
    }
}
