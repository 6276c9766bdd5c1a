using Auscult.Foundation;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Shift;

/// <summary>
/// The simple diagnoser: pooled shifts of all signals into a linear classifier, shifts of each entity into a linear blame. What any larger
/// model has to beat.
/// </summary>
/// <param name="config">How it learns.</param>
/// <param name="seeds">Decides which moments and copies are drawn.</param>
public sealed class ShiftDiagnoser(ShiftDiagnoserConfig config, Seeds seeds) : ISiteDiagnoser
{
    private ShiftModel? _model;
    private ShiftJudge? _judge;

    /// <inheritdoc/>
    public string Name => "shift";

    /// <inheritdoc/>
    public DiagnosisClasses Classes => _model?.Classes ?? DiagnosisClasses.None;

    /// <summary>What was learned; null before fitting.</summary>
    public ShiftModel? Model => _model;

    /// <summary>Takes over what another one has learned.</summary>
    public void Restore(ShiftModel model) => (_model, _judge) = (model, new ShiftJudge(model));

    /// <inheritdoc/>
    /// <exception cref="InputException">The sites hold no labelled fault with a clear moment.</exception>
    public void Fit(IReadOnlyList<SiteShifts> train) => Restore(ShiftTraining.Fit(train, config, seeds));

    /// <inheritdoc/>
    public SiteJudgement[] Judge(SiteShifts site, IReadOnlyList<int> moments) =>
        (_judge ?? throw new InvalidOperationException("fit the diagnoser before judging")).Judge(site, moments);
}
