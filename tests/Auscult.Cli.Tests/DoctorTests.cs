using System.Diagnostics;
using System.Text.Json;
using Auscult.Cli.Diagnostics;

namespace Auscult.Cli.Tests;

/// <summary>The doctor on this machine, and on one without native libraries.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_machine_without_native_libraries_is_told_what_to_type()
    {
        // A copy of the program outside the checkout finds no library beside it or above it.
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory).Where(f => !Path.GetFileName(f).StartsWith("lib", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file)));
        _folder.Write("configs/auscult.yaml", "seed: 1\n");
        var path = Path.Combine(_folder.Path, "doctor.json");
        var (exitCode, output) = Run(Path.Combine(_folder.Path, "auscult"), "doctor", "--json", path);
        exitCode.ShouldBe(1, output);
        output.ShouldContain("required: DuckDB's library does not load");
        output.ShouldContain("make setup");
        output.ShouldEndWith("not ready\n");
        var report = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        report.GetProperty("healthy").GetBoolean().ShouldBeFalse();
        // The TorchSharp packages bring their own libtorch, which the program's dependency file finds anywhere.
        if (report.GetProperty("tensor_engine").GetProperty("provider").GetString() == "libtorch")
            report.GetProperty("tensor_engine").GetProperty("loaded").GetBoolean().ShouldBeFalse();
        report.GetProperty("versions").GetProperty("auscult").GetString().ShouldNotBeNullOrEmpty();
        report.GetProperty("findings")[0].GetProperty("severity").GetString().ShouldBe("required");
    }

    [Theory]
    [InlineData("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0", true)]
    [InlineData("/usr/lib/x86_64-linux-gnu/openblas-openmp/libblas.so.3", false)]
    [InlineData("/usr/lib/x86_64-linux-gnu/openblas-openmp/libopenblasp-r0.3.21.so", false)]
    [InlineData("/opt/intel/libmkl_rt.so.2", false)]
    [InlineData(null, false)]
    public void The_reference_blas_is_recognised(string? path, bool expected) => TensorEngineProbe.IsReferenceBlas(path).ShouldBe(expected);

    private (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = _folder.Path };
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath);
        foreach (var name in new[] { "LIBDUCKDB", "AUSCULT_TORCH_NATIVE", "AUSCULT_CONFIGS" })
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
