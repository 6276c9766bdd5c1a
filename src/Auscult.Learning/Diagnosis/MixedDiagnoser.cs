using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis;

/// <summary>
/// Asks several diagnosers and takes the mean of what they say of classes and culprits. How strange the site looks is said by the first
/// one; the embedding is that of all, one behind the other.
/// </summary>
/// <param name="name">Name in tables.</param>
/// <param name="members">The diagnosers, at least one; they learn from the same sites.</param>
public sealed class MixedDiagnoser(string name, IReadOnlyList<ISiteDiagnoser> members) : ISiteDiagnoser
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public DiagnosisClasses Classes => members[0].Classes;

    /// <inheritdoc/>
    public void Fit(IReadOnlyList<SiteShifts> train)
    {
        foreach (var member in members)
            member.Fit(train);
    }

    /// <inheritdoc/>
    public SiteJudgement[] Judge(SiteShifts site, IReadOnlyList<int> moments)
    {
        var said = members.Select(member => member.Judge(site, moments)).ToArray();
        return [.. moments.Select((_, i) => Mean([.. said.Select(judgements => judgements[i])]))];
    }

    /// <summary>Disposes the members.</summary>
    public void Dispose()
    {
        foreach (var member in members)
            member.Dispose();
    }

    private static SiteJudgement Mean(SiteJudgement[] said) => new(
        Mean([.. said.Select(one => one.Probabilities)]),
        [.. said[0].Blame.Select((_, kind) => Mean([.. said.Select(one => one.Blame[kind])]))],
        said[0].Anomaly, [.. said.SelectMany(one => one.Embedding)]);

    private static double[] Mean(double[][] rows) => [.. rows[0].Select((_, i) => rows.Average(row => row[i]))];
}
