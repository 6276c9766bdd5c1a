using System.Xml.Linq;
using Auscult.Evaluation.Results;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report;

/// <summary>What the figures were measured on.</summary>
internal static class DataSection
{
    private const int MostRecordings = 30;

    public static XElement Of(DataSummary data) => El(
        "section", At("id", "data"),
        El("h2", "Data"),
        El("p", $"{data.Dataset}: {Count(data.Entities.Count, "entity", "entities")} ({string.Join(", ", data.Entities.Take(8))}{(data.Entities.Count > 8 ? ", …" : "")}), "
            + $"one row per {Quantity(data.StepSeconds)} s. Rows: "
            + string.Join(", ", data.SplitRows.Select(part => $"{part.Value:#,0} {part.Key}")) + "."),
        El("div", Class("scroll"), El(
            "table",
            El("thead", El("tr", El("th", "layer"), El("th", "signals"), El("th", "values seen"))),
            El("tbody", data.Layers.Select(layer => El(
                "tr", El("td", layer.Layer), El("td", layer.Signals), El("td", layer.Coverage.ToString("0.0%"))))))),
        data.Classes.Count == 0 ? null : El("div", Class("scroll"), El(
            "table",
            El("thead", El("tr", El("th", "labelled intervals"), El("th", Class("left"), "kind"), El("th", "number"), El("th", "median length (s)"))),
            El("tbody", data.Classes.Select(label => El(
                "tr", El("td", label.Class), El("td", Class("left"), label.IsBenign ? "benign" : "fault"), El("td", label.Count),
                El("td", Quantity(label.MedianSeconds))))))),
        Recordings(data));

    private static XElement Recordings(DataSummary data)
    {
        var table = El("div", Class("scroll"), El(
            "table",
            El("thead", El("tr", El("th", "recording"), El("th", "start"), El("th", "rows"), El("th", "faults"), El("th", "benign phases"))),
            El("tbody", data.Recordings.Select(recording => El(
                "tr", El("td", recording.Name), El("td", recording.Start.ToString("yyyy-MM-dd HH:mm:ss")), El("td", recording.Rows.ToString("#,0")),
                El("td", recording.Faults), El("td", recording.Benign))))));
        return data.Recordings.Count <= MostRecordings
            ? table
            : El("details", El("summary", $"{data.Recordings.Count} recordings"), table);
    }

    private static string Count(int number, string one, string many) => number == 1 ? $"1 {one}" : $"{number} {many}";
}
