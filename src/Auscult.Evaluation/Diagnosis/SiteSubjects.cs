using Auscult.Foundation;
using Auscult.Learning.Diagnosis;
using Auscult.Learning.Diagnosis.Shift;
using Auscult.Learning.SiteEncoding;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>A diagnoser under test.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Create">Makes an unfitted one.</param>
public sealed record SiteSubject(string Name, Func<Seeds, ISiteDiagnoser> Create);

/// <summary>Diagnosers by name. Another one adds its line.</summary>
public static class SiteSubjects
{
    private static readonly Dictionary<string, Func<Seeds, ISiteDiagnoser>> Known = new(StringComparer.Ordinal)
    {
        ["random"] = seeds => new RandomDiagnoser(seeds),
        ["majority"] = _ => new MajorityDiagnoser(),
        ["shift"] = seeds => new ShiftDiagnoser(new ShiftDiagnoserConfig(), seeds),
        ["encoder"] = seeds => new EncoderDiagnoser(SiteEncoderConfig.Small, new SiteTrainingConfig { Seed = seeds.Value }),
        ["mixed"] = seeds => new MixedDiagnoser("mixed",
        [
            new ShiftDiagnoser(new ShiftDiagnoserConfig(), seeds),
            new EncoderDiagnoser(SiteEncoderConfig.Small, new SiteTrainingConfig { Seed = seeds.Value }),
        ]),
    };

    /// <summary>The diagnosers of some names.</summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static IReadOnlyList<SiteSubject> Of(IEnumerable<string> names) => [.. names.Select(name => Known.TryGetValue(name, out var create)
        ? new SiteSubject(name, create)
        : throw new InputException($"there is no diagnoser '{name}'", remedy: NearestName.Suggest(name, [.. Known.Keys])))];
}
