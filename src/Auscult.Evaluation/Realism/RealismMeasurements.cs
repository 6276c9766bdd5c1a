using Auscult.Evaluation.Realism.Telling;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism;

/// <summary>Takes one dataset after the other and keeps what was measured of it, so that no two need be in memory at once.</summary>
public sealed class RealismMeasurements
{
    private readonly Dictionary<(int Pair, bool IsReal), List<RecordingProfile>> _profiles = [];
    private readonly Dictionary<(string Panel, bool IsReal), List<TellingWindow>> _windows = [];
    private readonly List<RealismSource> _sources = [];

    /// <summary>Measures a real dataset.</summary>
    /// <param name="source">Name of its source.</param>
    /// <param name="dataset">The telemetry.</param>
    public void AddReal(string source, Dataset dataset)
    {
        _sources.Add(new RealismSource(source, IsReal: true, dataset.Location, $"{dataset.Manifest.Origin}; {dataset.Manifest.Licence}", IsThere: true));
        Add(dataset, isReal: true, pair => pair.Source == source, panel => panel.Source == source, prefix: "");
    }

    /// <summary>Notes that a real dataset is not there; its comparisons stay empty.</summary>
    public void MissReal(string source, string location, string why) =>
        _sources.Add(new RealismSource(source, IsReal: true, location, why, IsThere: false));

    /// <summary>Measures a simulated dataset.</summary>
    /// <param name="name">What it is called in the results.</param>
    /// <param name="preset">The preset it was made from; null compares it in every aspect it has the signals for.</param>
    /// <param name="dataset">The telemetry.</param>
    public void AddSimulated(string name, string? preset, Dataset dataset)
    {
        _sources.Add(new RealismSource(name, IsReal: false, dataset.Location, $"{dataset.Manifest.Name}; {dataset.Manifest.Origin}", IsThere: true));
        Add(
            dataset, isReal: false, pair => preset is null || pair.Presets.Contains(preset, StringComparer.Ordinal),
            panel => preset is null || panel.Presets.Contains(preset, StringComparer.Ordinal), $"{name}/");
    }

    /// <summary>Compares what was added.</summary>
    /// <param name="created">When.</param>
    /// <param name="program">Version of the program.</param>
    /// <param name="seeds">Every random choice of the classifier derives from these.</param>
    public RealismResults Results(DateTimeOffset created, string program, Seeds seeds) => new()
    {
        Created = created,
        Program = program,
        Sources = _sources,
        Comparisons = [.. RealismPair.All.Select((pair, i) => RealismComparer.Compare(
            pair.Aspect, pair.Source, Profiles(i, isReal: true), string.Join(", ", pair.Presets), Profiles(i, isReal: false)))],
        Telling = [.. WindowPanel.All.SelectMany(panel => new[] { false, true }.Select(isStandardised => TellingResults.Of(
                panel, Windows(panel, isReal: true), Windows(panel, isReal: false), isStandardised, seeds.Child($"{panel.Name}/{isStandardised}").Generator())))
            .OfType<TellingResults>()],
    };

    private void Add(Dataset dataset, bool isReal, Func<RealismPair, bool> isWanted, Func<WindowPanel, bool> isShown, string prefix)
    {
        foreach (var panel in WindowPanel.All.Where(isShown))
            Windows(panel, isReal).AddRange(panel.Cut(dataset).Select(window => window with { Recording = prefix + window.Recording }));
        for (var i = 0; i < RealismPair.All.Count; i++)
        {
            if (isWanted(RealismPair.All[i]))
                Profiles(i, isReal).AddRange(RealismPair.All[i].Aspect.Measure(dataset).Select(profile => profile with { Recording = prefix + profile.Recording }));
        }
    }

    private List<TellingWindow> Windows(WindowPanel panel, bool isReal)
    {
        if (!_windows.TryGetValue((panel.Name, isReal), out var windows))
            _windows.Add((panel.Name, isReal), windows = []);
        return windows;
    }

    private List<RecordingProfile> Profiles(int pair, bool isReal)
    {
        if (!_profiles.TryGetValue((pair, isReal), out var profiles))
            _profiles.Add((pair, isReal), profiles = []);
        return profiles;
    }
}
