namespace Auscult.Learning.Tests.Training;

/// <summary>A process that trains in the folder it is given and says which step it has done.</summary>
internal static class ChildProgram
{
    public static int Main(string[] args)
    {
        using var run = new TestRun(args[0], KillTests.Config, new Recorder { AfterStep = report => Console.Out.WriteLine(report.Step) });
        run.Resume();
        run.Run();
        return 0;
    }
}
