using System.Globalization;
using Auscult.Retraining.Checks;
using Auscult.Retraining.Data;
using Auscult.Retraining.Decision;
using Auscult.Retraining.Running;
using Auscult.Retraining.State;

namespace Auscult.Retraining.Tests;

/// <summary>Data are names, a model is a number in two files: better when it is larger. It says what it is about to do, so that a test can end it there.</summary>
internal sealed class ToyWork : IRetrainingWork
{
    public const string ModelFile = "model.txt";
    public const string SecondFile = "more.txt";

    public List<IncomingDataset> Data { get; init; } = [];

    public double Quality { get; set; } = 1;

    public Func<Delivery, IReadOnlyList<string>> Refusals { get; set; } = _ => [];

    public Action<string> Before { get; set; } = _ => { };

    public List<AttemptData> Trained { get; } = [];

    public string Settings { get; set; } = "settings";

    public static IncomingDataset Dataset(string name, int recordings = 4, string digest = "a") =>
        new(name, $"in/{name}", [.. Enumerable.Range(1, recordings).Select(i => new IncomingRecording($"r{i}", digest, Part: null))]);

    public static double QualityOf(string folder)
    {
        var text = File.ReadAllText(Path.Combine(folder, ModelFile));
        text.ShouldBe(File.ReadAllText(Path.Combine(folder, SecondFile)));
        return double.Parse(text, CultureInfo.InvariantCulture);
    }

    public IReadOnlyList<IncomingDataset> Incoming()
    {
        Before("incoming");
        return Data;
    }

    public CheckedDelivery Check(Delivery delivery, string? champion)
    {
        Before("check");
        return new CheckedDelivery(delivery, Refusals(delivery), [], []);
    }

    public void Train(AttemptData data, string? champion, string folder)
    {
        Trained.Add(data);
        Directory.CreateDirectory(folder);
        var text = Quality.ToString("R", CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Combine(folder, ModelFile), text);
        Before("train");
        File.WriteAllText(Path.Combine(folder, SecondFile), text);
    }

    public Comparison Compare(AttemptData data, string? champion, string challenger)
    {
        Before("compare");
        var heldOut = data.All.SelectMany(delivery => delivery.Of(DataRole.HeldOut)).Count();
        var (before, after) = (champion is null ? double.NaN : QualityOf(champion), QualityOf(challenger));
        var gain = after - before;
        return new Comparison(
            [
                new ComparedFigure
                {
                    Name = "recall", Family = FigureFamily.Detection, Champion = before, Challenger = after, Gain = gain, Low = gain - 0.1, High = gain + 0.1,
                    StrictLow = gain - 0.2, Count = 10,
                },
            ],
            heldOut, 12 * heldOut);
    }
}
