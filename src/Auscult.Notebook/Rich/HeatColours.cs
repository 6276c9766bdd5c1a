using System.Xml.Linq;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Notebook.Rich;

/// <summary>From white over blue to dark violet; lightness falls all the way, so the order also shows in grey and to colour-blind readers.</summary>
internal static class HeatColours
{
    private const string Missing = "#d9d9d9";
    private static readonly (double Share, int Red, int Green, int Blue)[] Stops =
        [(0, 247, 250, 253), (0.25, 178, 210, 235), (0.5, 86, 158, 210), (0.75, 33, 84, 158), (1, 44, 18, 82)];

    /// <summary>The colour of a share from 0 (palest) to 1 (darkest); beyond, the ends; NaN, grey.</summary>
    public static string Of(double share)
    {
        if (double.IsNaN(share))
            return Missing;
        var at = Math.Clamp(share, 0, 1);
        var i = Math.Min(Stops.Length - 2, (int)(at * (Stops.Length - 1)));
        var (from, to) = (Stops[i], Stops[i + 1]);
        var part = (at - from.Share) / (to.Share - from.Share);
        int Mix(int a, int b) => (int)Math.Round(a + (part * (b - a)));
        return $"#{Mix(from.Red, to.Red):x2}{Mix(from.Green, to.Green):x2}{Mix(from.Blue, to.Blue):x2}";
    }

    /// <summary>A strip of the colours with the values of its ends.</summary>
    public static IEnumerable<XElement> Key(double x, double y, double low, double high, string name)
    {
        const int Steps = 24;
        const double StepWidth = 5;
        var lowText = Quantity(low);
        var start = x + SvgDrawing.WidthOf(lowText) + 4;
        yield return SvgDrawing.Text(x, y + 9, lowText);
        for (var i = 0; i < Steps; i++)
        {
            yield return El(
                "rect", At("x", start + (i * StepWidth)), At("y", y), At("width", StepWidth + 0.3), At("height", 10.0), At("fill", Of(i / (Steps - 1.0))));
        }
        yield return SvgDrawing.Text(start + (Steps * StepWidth) + 5, y + 9, $"{Quantity(high)}{(name.Length == 0 ? "" : $"  {name}")}");
    }
}
