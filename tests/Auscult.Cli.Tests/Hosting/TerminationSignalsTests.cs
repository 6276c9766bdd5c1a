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
