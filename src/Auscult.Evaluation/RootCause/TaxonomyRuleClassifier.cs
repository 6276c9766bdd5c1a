using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.RootCause;

/// <summary>
/// Names the cause whose own signals moved most, by <see cref="TaxonomyRules"/>; an XID code that comes up in the interval decides. Learns
/// nothing and needs no label.
/// </summary>
/// <param name="frame">The values, for the codes.</param>
/// <param name="shifts"><see cref="ShiftFeatures"/> of an example.</param>
/// <param name="among">Classes it may answer; those without a rule are never answered.</param>
public sealed class TaxonomyRuleClassifier(Frame frame, ExampleFeatures shifts, IReadOnlyList<string> among) : IRootCauseClassifier
{
    /// <summary>Asinh of a thousand spreads and more: a code outweighs every shift.</summary>
    private const double CodeEvidence = 12;
    private const double VanishedEvidence = 6;

    private readonly (TaxonomyRule Rule, (int Column, TaxonomySign Sign)[] Signs)[] _rules =
        [.. TaxonomyRules.All.Where(rule => among.Contains(rule.FaultClass, StringComparer.Ordinal))
            .Select(rule => (rule, Columns(frame.Schema, rule)))];
    private readonly int _codes = frame.Schema.SignalIndex(TaxonomyRules.CodeSignal);

    /// <inheritdoc/>
    public string Name => "taxonomy-rules";

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => [.. _rules.Select(rule => rule.Rule.FaultClass)];

    /// <inheritdoc/>
    public void Fit(IReadOnlyList<IncidentExample> train)
    {
        // The rules are what they are.
    }

    /// <inheritdoc/>
    public double[] Predict(IncidentExample example)
    {
        var moved = shifts(example);
        var codes = NewCodes(example);
        double[] evidence = [.. _rules.Select(rule =>
            (rule.Rule.Codes.Any(codes.Contains) ? CodeEvidence : 0)
            + rule.Signs.Select(sign => Evidence(moved, sign.Column, sign.Sign)).DefaultIfEmpty(0).Max())];
        return SoftmaxRegression.Probabilities(evidence);
    }

    private static double Evidence(double[] moved, int column, TaxonomySign sign)
    {
        var shift = moved[column * ShiftFeatures.PerSignal];
        var presence = moved[(column * ShiftFeatures.PerSignal) + 2];
        return sign.Weight * Math.Max(0, sign.Sign switch
        {
            SignalSign.Rises => shift,
            SignalSign.Falls => -shift,
            _ => -presence * VanishedEvidence,
        });
    }

    /// <summary>Codes that the interval shows and its context does not.</summary>
    private HashSet<int> NewCodes(IncidentExample example)
    {
        if (_codes < 0)
            return [];
        var codes = CodesIn(example.Fault);
        codes.ExceptWith(CodesIn(example.Context));
        return codes;
    }

    private HashSet<int> CodesIn(RowRange range)
    {
        var width = frame.Schema.Signals.Count;
        var rows = frame.Rows(range.Entity, range.FirstRow, range.RowCount);
        var codes = new HashSet<int>();
        for (var i = _codes; i < rows.Length; i += width)
        {
            if (float.IsFinite(rows[i]))
                codes.Add((int)rows[i]);
        }
        return codes;
    }

    private static (int, TaxonomySign)[] Columns(FrameSchema schema, TaxonomyRule rule) =>
        [.. rule.Signs.Select(sign => (schema.SignalIndexOf(sign.Signal), sign)).Where(pair => pair.Item1 >= 0)];
}
