using Auscult.Retraining.Registry;
using Auscult.Retraining.Running;
using Auscult.Tracking;

namespace Auscult.Retraining.Tests;

/// <summary>A folder with everything that a retraining needs.</summary>
internal sealed class Workbench : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("auscult-retrain-").FullName;

    public Workbench(ITracker? tracker = null, string? path = null)
    {
        if (path is not null)
        {
            Directory.Delete(_path);
            _path = path;
        }
        Folder = new RetrainFolder(Path.Combine(_path, "state"));
        Tracker = tracker ?? new TrackerConfig { Kind = TrackerKind.None }.Open(TimeProvider.System);
    }

    public ITracker Tracker { get; }

    public RetrainFolder Folder { get; }

    public RetrainConfig Config { get; init; } = new() { MinHeldOutRecordings = 1, KeepVersions = 3, MinHeldOutFaults = 1 };

    public ToyWork Work { get; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public List<string> Said { get; } = [];

    public string Root => _path;

    public Retrainer Retraining => new(
        Config, Folder, Work, new TrackedVersions(Tracker, "retrain", Config, Folder.Registry), Clock, Said.Add);

    public RetrainResult Run(params string[] vouchedFor) => Retraining.Run(vouchedFor.ToHashSet(StringComparer.Ordinal));

    /// <summary>One more dataset, and a call.</summary>
    public RetrainResult Week(string name, double quality)
    {
        Work.Data.Add(ToyWork.Dataset(name));
        Work.Quality = quality;
        return Run();
    }

    public double Serving() => ToyWork.QualityOf(Folder.Registry.ChampionFolder);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
