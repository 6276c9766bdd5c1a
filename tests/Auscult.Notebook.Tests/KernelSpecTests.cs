using System.Text.Json.Nodes;
using Auscult.Foundation;
using Auscult.Notebook.Installation;

namespace Auscult.Notebook.Tests;

public sealed class KernelSpecTests : IDisposable
{
    private readonly string _prefix = Directory.CreateTempSubdirectory("kernelspec").FullName;

    private KernelSpec Spec => new(KernelSpec.PrefixDataFolder(_prefix));

    private string JsonFile => Path.Combine(_prefix, "share", "jupyter", "kernels", ".net-csharp", "kernel.json");

    public void Dispose() => Directory.Delete(_prefix, recursive: true);

    [Fact]
    public void Jupyter_finds_what_starts_the_kernel_and_it_goes_again()
    {
        Install();
        var spec = JsonNode.Parse(File.ReadAllText(JsonFile))!;
        spec["argv"]!.AsArray().Select(w => w!.GetValue<string>()).ShouldBe(["/opt/auscult", "notebook", "kernel", "{connection_file}"]);
        (spec["display_name"]!.GetValue<string>(), spec["language"]!.GetValue<string>(), spec["interrupt_mode"]!.GetValue<string>())
            .ShouldBe((".NET (C#)", "C#", "message"));
        spec["env"]!["OMP_WAIT_POLICY"]!.GetValue<string>().ShouldBe("passive");
        Install();
        Spec.Uninstall();
        Directory.Exists(Spec.Folder).ShouldBeFalse();
        Should.Throw<InputException>(Spec.Uninstall).Message.ShouldContain("no kernel .net-csharp");
    }

    [Fact]
    public void A_kernel_of_another_program_is_left_alone_unless_forced()
    {
        Directory.CreateDirectory(Spec.Folder);
        File.WriteAllText(JsonFile, """{"argv": ["dotnet-interactive"], "display_name": ".NET (C#)"}""");
        Should.Throw<InputException>(() => Install()).Message.ShouldContain("--force");
        Should.Throw<InputException>(Spec.Uninstall).Message.ShouldContain("belongs to another program");
        Install(replacesOthers: true);
        Spec.Uninstall();
    }

    [Fact]
    public void The_user_s_folder_follows_jupyter_s_variables()
    {
        static string? None(string name) => name == "HOME" ? "/h" : null;
        KernelSpec.UserDataFolder(None).ShouldBe("/h/.local/share/jupyter");
        KernelSpec.UserDataFolder(name => name == "XDG_DATA_HOME" ? "/x" : None(name)).ShouldBe("/x/jupyter");
        KernelSpec.UserDataFolder(name => name == "JUPYTER_DATA_DIR" ? "/j" : None(name)).ShouldBe("/j");
    }

    private void Install(bool replacesOthers = false) => Spec.Install(
        ["/opt/auscult"], new Dictionary<string, string>(StringComparer.Ordinal) { ["OMP_WAIT_POLICY"] = "passive" }, "1.0", replacesOthers);
}
