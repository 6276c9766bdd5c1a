using System.Runtime.InteropServices;
using Auscult.Cli.Hosting;

namespace Auscult.Cli.Tests.Hosting;

/// <summary>The first signal cancels; what the second does is tested on the built program.</summary>
public sealed partial class TerminationSignalsTests
{
    [Theory]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    public void The_first_signal_cancels_and_sets_the_exit_code(int signal, int exitCode)
    {
        using var error = new StringWriter();
        using var signals = new TerminationSignals(error);
        signals.ExitCode.ShouldBe(0);
        Kill(Environment.ProcessId, signal).ShouldBe(0);
        signals.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        signals.ExitCode.ShouldBe(exitCode);
        error.ToString().ShouldContain("stopping after the current step");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(12)]
    public void A_schedulers_warning_asks_for_another_start_and_what_follows_it_ends_nothing(int signal)
    {
        using var error = new StringWriter();
        using var signals = new TerminationSignals(error);
        Kill(Environment.ProcessId, signal).ShouldBe(0);
        signals.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        foreach (var further in new[] { signal, 15 })
            Kill(Environment.ProcessId, further).ShouldBe(0);
        Thread.Sleep(200);
        signals.ExitCode.ShouldBe(75);
        error.ToString().ShouldBe("auscult: saving after the current step, to be started again" + Environment.NewLine);
    }

    [Fact]
    public void A_verb_can_take_every_interrupt_for_itself()
    {
        using var error = new StringWriter();
        using var signals = new TerminationSignals(error);
        using var taken = new CountdownEvent(2);
        signals.TakeInterrupts(() => taken.Signal());
        for (var left = 1; left >= 0; left--)
        {
            Kill(Environment.ProcessId, 2).ShouldBe(0);
            SpinWait.SpinUntil(() => taken.CurrentCount == left, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        }
        signals.Token.IsCancellationRequested.ShouldBeFalse();
        error.ToString().ShouldBeEmpty();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
