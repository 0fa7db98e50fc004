using Noodlink.Hub.Meldkamer;
using Noodlink.Protocol.Messages;

namespace Noodlink.Apps.Tests.Meldkamer;

public sealed class ForwardingPolicyTests
{
    private sealed class Far : Forwarder
    {
        public override string Name => "far";

        public override bool StaysHere => false;

        public override bool KeepsOrder => true;

        public override ValueTask<ForwardOutcome> ForwardAsync(Dossier dossier, CancellationToken cancel) =>
            ValueTask.FromResult<ForwardOutcome>(new ForwardOutcome.Written());
    }

    private sealed class Near : Forwarder
    {
        public override string Name => "near";

        public override bool StaysHere => true;

        public override bool KeepsOrder => false;

        public override ValueTask<ForwardOutcome> ForwardAsync(Dossier dossier, CancellationToken cancel) =>
            ValueTask.FromResult<ForwardOutcome>(new ForwardOutcome.Written());
    }

    [Theory]
    [InlineData(MessageStatus.Actual, false, true)]
    [InlineData(MessageStatus.Exercise, false, false)]
    [InlineData(MessageStatus.Test, false, false)]
    [InlineData(MessageStatus.Exercise, true, true)]
    [InlineData(MessageStatus.Test, true, true)]
    public void Exercises_leave_the_house_only_when_told_to(MessageStatus status, bool forwardExercises, bool far)
    {
        var policy = new ForwardingPolicy(MeldkamerRelease.Automatic, forwardExercises);

        Assert.Equal(far, policy.Allows(new Far(), status, released: false));
        Assert.True(policy.Allows(new Near(), status, released: false));
    }

    [Theory]
    [InlineData(MessageStatus.Actual)]
    [InlineData(MessageStatus.Exercise)]
    public void After_review_nothing_goes_before_a_person_released_it(MessageStatus status)
    {
        var policy = new ForwardingPolicy(MeldkamerRelease.AfterReview, ForwardExercises: true);

        Assert.False(policy.Allows(new Near(), status, released: false));
        Assert.True(policy.Allows(new Near(), status, released: true));
        Assert.True(policy.Allows(new Far(), status, released: true));
    }

    [Fact]
    public void The_wait_grows_and_never_passes_a_minute()
    {
        var seconds = new[] { -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 1000, int.MaxValue }
            .Select(attempts => (int)ForwardingPolicy.RetryDelay(attempts).TotalSeconds);

        Assert.Equal([0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60], seconds);
    }
}
