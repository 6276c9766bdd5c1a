using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Shift;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Model;

/// <summary>Diagnosers that can be trained and kept, by name. Another one adds its line.</summary>
public static class Diagnosers
{
    /// <summary>The simple one, <see cref="ShiftDiagnoser"/>.</summary>
    public const string Shift = "shift";

    /// <summary>The joint encoder over all entities, <see cref="EncoderDiagnoser"/>; without <c>diagnosis.calibration_folds=0</c> it is trained once per fold.</summary>
    public const string Encoder = "encoder";

    private const string ShiftFile = "shift.json";
    private const string TreesFile = "trees.bin";

    private static readonly Dictionary<string, Kept> Known = new(StringComparer.Ordinal)
    {
        [Shift] = new Kept((config, seeds) => new ShiftDiagnoser(config.Shift, seeds), SaveShift, LoadShift),
        [Encoder] = new Kept(
            (config, seeds) => new EncoderDiagnoser(config.Encoder, config.EncoderTraining with { Seed = seeds.Value }),
            (diagnoser, folder) => ((EncoderDiagnoser)diagnoser).Save(folder), folder => EncoderDiagnoser.Load(folder)),
    };

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Makes an unfitted one.</summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static ISiteDiagnoser Create(DiagnosisConfig config, Seeds seeds) => Of(config.Diagnoser).Create(config, seeds);

    /// <summary>Writes a fitted one into a folder.</summary>
    internal static void Save(string name, ISiteDiagnoser diagnoser, string folder) => Of(name).Save(diagnoser, folder);

    /// <summary>Reads one that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InputException">There is none of that name, or its files are damaged.</exception>
    internal static ISiteDiagnoser Load(string name, string folder) => Of(name).Load(folder);

    private static Kept Of(string name) => Known.TryGetValue(name, out var kept)
        ? kept
        : throw new InputException($"there is no diagnoser '{name}'", remedy: NearestName.Suggest(name, [.. Known.Keys]));

    private static void SaveShift(ISiteDiagnoser diagnoser, string folder)
    {
        var model = ((ShiftDiagnoser)diagnoser).Model!;
        DiagnosisJson.Write(Path.Combine(folder, ShiftFile), model, DiagnosisJson.Default.ShiftModel);
        if (model.Trees is { } trees)
            AtomicFile.Write(Path.Combine(folder, TreesFile), stream => stream.Write(trees.ToBytes()));
    }

    private static ShiftDiagnoser LoadShift(string folder)
    {
        var model = DiagnosisJson.Read(Path.Combine(folder, ShiftFile), DiagnosisJson.Default.ShiftModel);
        var trees = Path.Combine(folder, TreesFile);
        if (model.Linear is null && !File.Exists(trees))
            throw new InputException("no such file", trees, remedy: "train the model again");
        var diagnoser = new ShiftDiagnoser(new ShiftDiagnoserConfig(), new Seeds(0));
        diagnoser.Restore(File.Exists(trees) ? model with { Trees = ExtraTrees.FromBytes(File.ReadAllBytes(trees)) } : model);
        return diagnoser;
    }

    private sealed record Kept(
        Func<DiagnosisConfig, Seeds, ISiteDiagnoser> Create, Action<ISiteDiagnoser, string> Save, Func<string, ISiteDiagnoser> Load);
}
