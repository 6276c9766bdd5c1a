using Auscult.Retraining.Tests;

// Runs one retraining in this process and stands still at one point, where the test that started it kills it.
if (args is not [var root, var point])
    return 2;
using var bench = new Workbench(path: root) { Clock = new StoppingClock(point, Stand) };
bench.Work.Data.AddRange([ToyWork.Dataset("w1"), ToyWork.Dataset("w2")]);
bench.Work.Quality = 2;
bench.Work.Before = stage => Stand(stage);
bench.Run();
File.WriteAllText(Path.Combine(root, "ended"), "");
return 0;

void Stand(string stage)
{
    if (stage != point)
        return;
    File.WriteAllText(Path.Combine(root, "standing"), "");
    Thread.Sleep(Timeout.Infinite);
}
