using System.Text.Json.Nodes;

namespace Auscult.Notebook.Tests.Kernel;

/// <summary>The kernel over real sockets; one kernel for all of these tests, as for the cells of a notebook.</summary>
public sealed class KernelTests(KernelClient client) : IClassFixture<KernelClient>
{
    [ZmqFact]
    public void It_says_what_it_is()
    {
        var info = client.Ask("shell", "kernel_info_request", []);
        info["protocol_version"]!.GetValue<string>().ShouldBe("5.3");
        info["language_info"]!["name"]!.GetValue<string>().ShouldBe("C#");
        info["implementation_version"]!.GetValue<string>().ShouldBe("1.2.3");
        client.Ask("control", "kernel_info_request", [])["status"]!.GetValue<string>().ShouldBe("ok");
    }

    [ZmqFact]
    public void The_heart_beats() => client.Beat([1, 2, 3]).ShouldBe([1, 2, 3]);

    [ZmqFact]
    public void Cells_share_their_variables_and_are_counted()
    {
        var first = client.Execute("int shared = 20;");
        first.Of("execute_result").ShouldBeEmpty();
        var second = client.Execute("shared + 1");
        second.Result().ShouldBe("21");
        second.Reply["execution_count"]!.GetValue<int>().ShouldBe(first.Reply["execution_count"]!.GetValue<int>() + 1);
    }

    [ZmqFact]
    public void The_states_and_the_code_surround_what_a_cell_says()
    {
        var run = client.Execute("Console.Write(1); Console.Error.Write(2); Console.Write(3); 4");
        run.Outputs.Select(o => o.Type).ShouldBe(["status", "execute_input", "stream", "stream", "stream", "execute_result", "status"]);
        (run.Stream("stdout"), run.Stream("stderr")).ShouldBe(("13", "2"));
    }

    [ZmqFact]
    public void Text_is_seen_while_the_cell_still_runs()
    {
        var request = client.Start("Console.WriteLine(\"begun\"); while (!cancellation.IsCancellationRequested) Thread.Sleep(5); \"ended\"");
        client.Await(request, "stream")["text"]!.GetValue<string>().ShouldBe("begun\n");
        client.Ask("control", "interrupt_request", []);
        // The cell saw the token and ended on its own terms.
        client.Finish(request).Result().ShouldBe("ended");
    }

    [ZmqFact]
    public void Await_works_at_the_top() => client.Execute("await Task.Delay(5); await Task.FromResult(\"done\")").Result().ShouldBe("done");

    [ZmqFact]
    public void A_display_can_be_changed_later()
    {
        var run = client.Execute("var place = display(\"first\"); place.Update(\"second\");");
        var (shown, changed) = (run.Of("display_data").Single(), run.Of("update_display_data").Single());
        shown["data"]!["text/plain"]!.GetValue<string>().ShouldBe("first");
        changed["data"]!["text/plain"]!.GetValue<string>().ShouldBe("second");
        changed["transient"]!["display_id"]!.GetValue<string>().ShouldBe(shown["transient"]!["display_id"]!.GetValue<string>());
    }

    [ZmqFact]
    public void An_exception_names_cell_line_and_text_and_keeps_what_was_done()
    {
        client.Execute("int Half(int n)\n{\n    return 100 / n;\n}");
        var run = client.Execute("var kept = 5;\n\nHalf(kept - 5)");
        run.Status.ShouldBe("error");
        run.Reply["ename"]!.GetValue<string>().ShouldBe("DivideByZeroException");
        run.Traceback.ShouldMatch(@"cell \d+, line 3, in Half:  return 100 / n;\n +cell \d+, line 3:  Half\(kept - 5\)$");
        run.Traceback.ShouldNotContain("Microsoft.CodeAnalysis");
        client.Execute("kept").Result().ShouldBe("5");
    }

    [ZmqFact]
    public void A_compiler_error_points_at_the_place()
    {
        var run = client.Execute("var a = 1;\nvar b = unknown;");
        run.Reply["ename"]!.GetValue<string>().ShouldBe("CompilationError");
        run.Traceback.ShouldContain("line 2, column 9");
        run.Traceback.ShouldContain("    var b = unknown;");
        run.Traceback.ShouldContain("^^^^^^^");
        client.Execute("a").Status.ShouldBe("error");
    }

    [ZmqFact]
    public void Cells_that_were_sent_behind_a_failing_one_are_refused()
    {
        var (bad, next) = (client.Start("Thread.Sleep(100); throw new InvalidOperationException(\"no\");"), client.Start("1"));
        client.Finish(bad).Status.ShouldBe("error");
        client.Finish(next).Status.ShouldBe("aborted");
        client.Execute("2").Result().ShouldBe("2");
    }

    [ZmqFact]
    public void A_cell_that_is_sent_in_answer_to_a_failure_runs()
    {
        for (var i = 0; i < 30; i++)
        {
            client.Receive("shell", client.Start("1 +"))["status"]!.GetValue<string>().ShouldBe("error");
            client.Finish(client.Start("2")).Result().ShouldBe("2");
        }
    }

    [ZmqFact]
    public void Names_are_completed_and_sorted()
    {
        client.Execute("var someText = \"x\";");
        var answer = Complete("1 + someTe");
        answer["matches"]!.AsArray().Select(m => m!.GetValue<string>()).ShouldBe(["someText"]);
        (answer["cursor_start"]!.GetValue<int>(), answer["cursor_end"]!.GetValue<int>()).ShouldBe((4, 10));
        Matches("someText.Sub").ShouldBe(["Substring"]);
        Matches("someText?.Sub").ShouldBe(["Substring"]);
        Matches("new[] { 1 }.Wher").ShouldBe(["Where"]);
        Matches("Console.WriteL").ShouldBe(["WriteLine"]);
        Matches("using System.Collections.Gen").ShouldBe(["Generic"]);
        var members = Matches("someText.");
        members.ShouldContain("Length");
        members.ShouldNotContain("Concat<T>");
        members.ShouldBe(members.Order(StringComparer.OrdinalIgnoreCase));
        Matches("var s = \"some").ShouldBeEmpty();
        Matches("// some").ShouldBeEmpty();
    }

    [ZmqFact]
    public void Positions_count_characters_not_utf16_units()
    {
        var answer = Complete("\"\U0001F40E\".Leng");
        answer["matches"]!.AsArray().Count.ShouldBe(1);
        (answer["cursor_start"]!.GetValue<int>(), answer["cursor_end"]!.GetValue<int>()).ShouldBe((4, 8));
    }

    [ZmqFact]
    public void A_name_is_explained_with_its_documentation()
    {
        var answer = client.Ask("shell", "inspect_request", new JsonObject
        {
            ["code"] = "Auscult.Telemetry.Storage.Dataset.Open(", ["cursor_pos"] = "Auscult.Telemetry.Storage.Dataset.Open(".Length, ["detail_level"] = 0,
        });
        answer["found"]!.GetValue<bool>().ShouldBeTrue();
        var text = answer["data"]!["text/plain"]!.GetValue<string>();
        text.ShouldStartWith("Dataset Dataset.Open(string directory)");
        text.ShouldContain("Opens and checks a dataset folder");
    }

    [ZmqFact]
    public void An_unfinished_cell_is_told_from_a_wrong_one()
    {
        string Status(string code) => client.Ask("shell", "is_complete_request", new JsonObject { ["code"] = code })["status"]!.GetValue<string>();
        Status("1 + 1").ShouldBe("complete");
        Status("if (true) {").ShouldBe("incomplete");
        Status("1 + ] 2;").ShouldBe("invalid");
    }

    [ZmqFact]
    public void The_last_cells_can_be_asked_for()
    {
        client.Execute("\"to be remembered\"");
        var history = client.Ask("shell", "history_request", new JsonObject { ["hist_access_type"] = "tail", ["n"] = 1, ["output"] = false, ["raw"] = true });
        history["history"]![0]![2]!.GetValue<string>().ShouldBe("\"to be remembered\"");
    }

    [ZmqFact]
    public void A_message_with_a_wrong_signature_is_passed_over()
    {
        var text = "{}"u8.ToArray();
        client.SendRaw("shell", ["<IDS|MSG>"u8.ToArray(), "00"u8.ToArray(), text, text, text, text]);
        client.Execute("7").Result().ShouldBe("7");
        client.Log.ToString().ShouldContain("passed over a message with a wrong signature");
    }

    [ZmqFact]
    public void Assemblies_that_are_there_need_no_path()
    {
        client.Execute("#r \"../anywhere/Auscult.Telemetry.dll\"\nnameof(Auscult.Telemetry.Storage.Dataset)").Result().ShouldBe("Dataset");
        client.Execute("#r \"nuget: Some.Package\"").Traceback.ShouldContain("this kernel fetches no packages");
    }

    [ZmqFact]
    public void The_kernel_s_assemblies_are_the_process_s_own() =>
        client.Execute("Environment.ProcessId").Result().ShouldBe(Environment.ProcessId.ToString());

    private string[] Matches(string code) => [.. Complete(code)["matches"]!.AsArray().Select(m => m!.GetValue<string>())];

    private JsonObject Complete(string code) =>
        client.Ask("shell", "complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.EnumerateRunes().Count() });
}
