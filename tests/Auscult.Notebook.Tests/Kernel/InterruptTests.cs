using System.Diagnostics;

namespace Auscult.Notebook.Tests.Kernel;

/// <summary>Cells that do not look at the cancellation token are ended too.</summary>
public sealed class InterruptTests(KernelClient client) : IClassFixture<KernelClient>
{
    [ZmqFact]
    public void A_busy_loop_ends() => IsStopped("while (true) { }");

    [ZmqFact]
    public void A_sleep_ends() => IsStopped("Thread.Sleep(Timeout.Infinite);");

    [ZmqFact]
    public void An_await_ends() => IsStopped("await Task.Delay(Timeout.Infinite);");

    [ZmqFact]
    public void A_loop_behind_an_await_ends() => IsStopped("await Task.Delay(1); while (true) { }");

    [ZmqFact]
    public void A_loop_that_catches_everything_ends() => IsStopped("while (true) { try { Thread.Sleep(10); } catch { } }");

    [ZmqFact]
    public void An_interruption_without_a_cell_does_nothing()
    {
        client.Ask("control", "interrupt_request", [])["status"]!.GetValue<string>().ShouldBe("ok");
        client.Execute("Thread.Sleep(20); 3").Result().ShouldBe("3");
    }

    private void IsStopped(string code)
    {
        client.Execute("var survivor = 11;");
        var request = client.Start($"Console.Write(\"begun\");\n{code}");
        client.Await(request, "stream");
        var watch = Stopwatch.StartNew();
        client.Ask("control", "interrupt_request", []);
        // The second request does not wait for the grace of the first.
        client.Ask("control", "interrupt_request", []);
        var run = client.Finish(request);
        run.Reply["ename"]!.GetValue<string>().ShouldBe("Interrupted");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        client.Execute("Thread.Sleep(5); await Task.Delay(5); survivor").Result().ShouldBe("11");
    }
}
