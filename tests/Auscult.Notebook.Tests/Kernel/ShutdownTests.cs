using System.Text.Json.Nodes;

namespace Auscult.Notebook.Tests.Kernel;

public sealed class ShutdownTests
{
    [ZmqFact]
    public void A_shutdown_is_answered_even_while_a_cell_runs()
    {
        using var client = new KernelClient();
        var request = client.Start("Console.Write(\"begun\"); while (true) { }");
        client.Await(request, "stream");
        client.Ask("control", "shutdown_request", new JsonObject { ["restart"] = true })["restart"]!.GetValue<bool>().ShouldBeTrue();
        client.WaitForShutdown().ShouldBeTrue();
    }

    [ZmqFact]
    public void Nothing_can_be_typed_where_nobody_sits()
    {
        using var client = new KernelClient();
        client.Execute("Console.ReadLine()").Traceback.ShouldContain("without a user");
    }
}
