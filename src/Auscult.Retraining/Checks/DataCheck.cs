using Auscult.Retraining.Data;
using Auscult.Telemetry.Domain;

namespace Auscult.Retraining.Checks;

/// <summary>A delivery beside the champion's data.</summary>
/// <param name="Delivery">What came.</param>
/// <param name="Refusals">Why it is refused, one line each; empty when it is taken.</param>
/// <param name="Notes">What is worth knowing.</param>
/// <param name="Drift">How far it lies from the champion's data; empty without a champion.</param>
public sealed record CheckedDelivery(Delivery Delivery, IReadOnlyList<string> Refusals, IReadOnlyList<string> Notes, IReadOnlyList<Drift> Drift)
{
    /// <summary>All refusals as one line; empty when it is taken.</summary>
    public string Reason => string.Join("; ", Refusals);
}

/// <summary>Checks deliveries: schema, units, coverage, labels, drift.</summary>
/// <param name="config">Limits.</param>
/// <param name="seeds">Decides draws.</param>
public sealed class DataCheck(CheckConfig config, Seeds seeds)
{
    /// <summary>A delivery that cannot be read.</summary>
    public static CheckedDelivery Unreadable(Delivery delivery, string problem) => new(delivery, [problem], [], []);

    /// <summary>Checks one delivery by itself: the first one of all has nothing to be compared with.</summary>
    /// <param name="delivery">What came.</param>
    /// <param name="fresh">Its recordings in numbers.</param>
    public CheckedDelivery First(Delivery delivery, IReadOnlyList<RecordingProfile> fresh) => new(
        delivery, [.. LabelCheck.TooMuch(fresh, config)], ["no champion to compare the data with"], []);

    /// <summary>Checks one delivery.</summary>
    /// <param name="delivery">What came.</param>
    /// <param name="fresh">Its recordings in numbers, judged by the champion.</param>
    /// <param name="champion">What the champion was made from and judged on.</param>
    public CheckedDelivery Of(Delivery delivery, IReadOnlyList<RecordingProfile> fresh, DataProfile champion)
    {
        var own = seeds.Child(delivery.Dataset);
        var schema = SchemaCheck.Of(champion, fresh, config);
        var labels = LabelCheck.Of(champion, fresh, config, own);
        return new CheckedDelivery(
            delivery, [.. schema.Refusals, .. labels.Refusals], [.. schema.Notes, .. labels.Notes], DriftTest.Of(champion.Recordings, fresh, config, own));
    }
}
