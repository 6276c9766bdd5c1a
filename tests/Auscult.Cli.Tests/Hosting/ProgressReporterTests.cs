namespace Auscult.Cli.Tests.Hosting;

/// <summary>Progress outside a terminal.</summary>
public sealed class ProgressReporterTests
{
    [Fact]
    public void A_pipe_gets_a_line_at_every_tenth_and_no_escape_codes()
    {
        var services = new TestServices();
        services.Create().Progress.Run("training", 200, report =>
        {
            for (var step = 1; step <= 200; step++)
                report(step, $"loss {1.0 / step:0.000}");
        });
        var lines = services.Error.ToString().TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(11);
        lines[0].ShouldBe("training 0% (1/200) loss 1.000");
        lines[^1].ShouldBe("training 100% (200/200) loss 0.005");
        services.Error.ToString().ShouldNotContain("\u001b");
    }

    [Fact]
    public void The_bodys_result_and_exception_pass_through()
    {
        var progress = new TestServices().Create().Progress;
        progress.Run("count", 0, report =>
        {
            report(1);
            return 7;
        }).ShouldBe(7);
        Should.Throw<InvalidOperationException>(() => progress.Run("count", 1, _ => throw new InvalidOperationException()));
    }
}
