using Auscult.Cli.Hosting;
using Auscult.Learning.Diagnosis.Prediction;
using Spectre.Console;

namespace Auscult.Cli.Verbs.Prediction;

/// <summary>A <see cref="SitePrediction"/> as a table.</summary>
internal static class PredictTable
{
    public static void Write(IAnsiConsole console, string recording, SitePrediction prediction)
    {
        var alarms = prediction.Predictions.Count(one => one.Alarm is not null);
        var title = $"{recording} as of {prediction.Time:yyyy-MM-dd HH:mm:ss}: {alarms} {(alarms == 1 ? "alarm" : "alarms")}";
        if (prediction.Predictions.Count == 0)
        {
            console.WriteLine(title);
        }
        else
        {
            var horizons = prediction.Predictions[0].Horizons;
            var table = new WideTable(
                title, 2,
                [
                    new("entity", IsText: true), new("class", IsText: true), new("foretold\nonset", IsText: true), new("right on\nvalidation"), new("ceiling"),
                    .. horizons.Select(horizon => new WideColumn($"within\n{horizon.Minutes} min")), new("what speaks for it", IsText: true),
                ]);
            foreach (var one in prediction.Predictions)
            {
                table.AddRow(
                [
                    one.Entity, one.FaultClass, one.Alarm is { } alarm ? $"{alarm.Earliest:HH:mm} to {alarm.Latest:HH:mm}" : "",
                    one.Alarm is { Terms: var terms } ? $"{terms.Precision:0.00}" : "", one.Alarm is { Terms: var of } ? $"{of.Ceiling:0.00}" : "", .. one.Horizons.Select(horizon => $"{horizon.Probability:0.000}"),
                    string.Join(", ", one.Evidence.Select(sign => $"{sign.Signal} {sign.View} {sign.Value:+0.00;-0.00}")),
                ]);
            }
            table.WriteTo(console);
        }
        foreach (var name in prediction.NotPredictable)
            console.WriteLine($"{name}: not predictable; its incidents show no sign beforehand");
    }
}
