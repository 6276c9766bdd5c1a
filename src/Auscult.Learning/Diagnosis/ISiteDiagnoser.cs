using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis;

/// <summary>What a diagnoser says of a site at one moment.</summary>
/// <param name="Probabilities">
/// Probability of each class, in the order of <see cref="ISiteDiagnoser.Classes"/>; they sum to 1. The first class is "nothing is wrong";
/// classes of benign events are among them.
/// </param>
/// <param name="Blame">
/// Probability that an entity is where the fault started, given that there is one: <c>[kind][entity]</c> as in
/// <see cref="Site.Kinds"/>; all together sum to 1.
/// </param>
/// <param name="Anomaly">How unlike everything seen without a fault the site looks, whatever the classes say; larger is stranger.</param>
/// <param name="Embedding">The site at this moment as a vector; near vectors are alike. Used for nearest incidents and for "unknown".</param>
public sealed record SiteJudgement(double[] Probabilities, double[][] Blame, double Anomaly, float[] Embedding);

/// <summary>
/// Judges moments of sites: is something wrong, what, and where did it start. It learns from labelled sites and is used on other sites, with
/// other entities, groups and signals. Whoever made one disposes it: some hold networks.
/// </summary>
public interface ISiteDiagnoser : IDisposable
{
    /// <summary>Name in tables: lower-case words joined by hyphens.</summary>
    string Name { get; }

    /// <summary>Classes it tells apart, <see cref="DiagnosisClasses.Normal"/> first; empty before fitting.</summary>
    DiagnosisClasses Classes { get; }

    /// <summary>Learns from labelled sites; a second call forgets the first.</summary>
    void Fit(IReadOnlyList<SiteShifts> train);

    /// <summary>Judges moments of one site; a moment is judged by itself and earlier ones.</summary>
    /// <param name="site">Its shifts; labels are not looked at.</param>
    /// <param name="moments">Indices into <see cref="SiteShifts.Rows"/>.</param>
    /// <returns>One judgement per moment.</returns>
    SiteJudgement[] Judge(SiteShifts site, IReadOnlyList<int> moments);

    /// <summary>Frees what was learned; nothing for most.</summary>
    void IDisposable.Dispose()
    {
    }
}
