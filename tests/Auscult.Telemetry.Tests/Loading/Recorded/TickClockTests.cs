using Auscult.Telemetry.Loading.Recorded;

namespace Auscult.Telemetry.Tests.Loading.Recorded;

public sealed class TickClockTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Ticks_are_a_period_apart_however_long_sampling_takes()
    {
        var ticks = new TickClock(_clock, TimeSpan.FromSeconds(1));
        var first = await ticks.NextAsync(default);
        _clock.Advance(0.4);
        var second = await ticks.NextAsync(default);
        _clock.Advance(0.9);
        var third = await ticks.NextAsync(default);
        (second.Time - first.Time).ShouldBe(TimeSpan.FromSeconds(1));
        (third.Time - second.Time).ShouldBe(TimeSpan.FromSeconds(1));
        third.Missed.ShouldBe(0);
    }

    [Fact]
    public async Task A_recorder_that_was_held_up_misses_ticks_and_keeps_the_grid()
    {
        var ticks = new TickClock(_clock, TimeSpan.FromSeconds(1));
        var first = await ticks.NextAsync(default);
        _clock.Advance(3.7);
        var late = await ticks.NextAsync(default);
        late.Missed.ShouldBe(2);
        (late.Time - first.Time).ShouldBe(TimeSpan.FromSeconds(3.7));
        var next = await ticks.NextAsync(default);
        (next.Time - first.Time).ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(-0.7)]
    public async Task A_wall_clock_that_is_set_is_reported_and_stamps_keep_rising(double seconds)
    {
        var ticks = new TickClock(_clock, TimeSpan.FromSeconds(1));
        var last = await ticks.NextAsync(default);
        _clock.SetWall(seconds);
        var jump = await ticks.NextAsync(default);
        jump.Jump.TotalSeconds.ShouldBe(seconds, 1e-6);
        jump.Missed.ShouldBe(0);
        (jump.Time > last.Time).ShouldBeTrue();
        for (var i = 0; i < 5; i++)
        {
            var next = await ticks.NextAsync(default);
            next.Jump.ShouldBe(TimeSpan.Zero);
            (next.Time > jump.Time).ShouldBeTrue();
            jump = next;
        }
        if (seconds > 0)
            jump.Time.ShouldBe(_clock.GetUtcNow());
    }
}
