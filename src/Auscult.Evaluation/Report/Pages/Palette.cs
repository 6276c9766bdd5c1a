using System.Xml.Linq;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report.Pages;

/// <summary>Hues after Okabe and Ito (2008), which colour-blind readers tell apart; marks differ in shape as well.</summary>
internal static class Palette
{
    /// <summary>The run.</summary>
    public const string Run = "#0072B2";

    /// <summary>Where a fault started.</summary>
    public const string Culprit = "#D55E00";

    /// <summary>Its peers.</summary>
    public const string Peer = "#0072B2";

    private static readonly string[] Hues = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442"];

    /// <summary>The hue of a series by its index.</summary>
    public static string Of(int index) => Hues[index % Hues.Length];

    // Without the run's blue and its lighter sister, which stands for it on a dark page.
    private static readonly string[] Beside = ["#E69F00", "#009E73", "#CC79A7", "#D55E00", "#999999"];

    private static readonly string[] Dashes = ["6 3", "2 3", "8 3 2 3"];

    /// <summary>The hue of a method: 0 is the run, the others follow in the order they are shown.</summary>
    public static string Method(int index) => index == 0 ? Run : Beside[(index - 1) % Beside.Length];

    /// <summary>The dash of a method's interval, or null for the run: hues alone are not enough for every reader.</summary>
    public static string? Dash(int index) => index == 0 ? null : Dashes[(index - 1) % Dashes.Length];

    /// <summary>A mark of one of four shapes, so that hues may repeat.</summary>
    public static XElement Shape(int index, double x, double y, double size, string colour, string title)
    {
        var s = size;
        string[] paths =
        [
            $"M{Coordinate(x - s)} {Coordinate(y)}a{s} {s} 0 1 0 {2 * s} 0a{s} {s} 0 1 0 {-2 * s} 0",
            $"M{Coordinate(x - s)} {Coordinate(y - s)}h{2 * s}v{2 * s}h{-2 * s}z",
            $"M{Coordinate(x)} {Coordinate(y - (1.3 * s))}l{1.3 * s} {1.3 * s}l{-1.3 * s} {1.3 * s}l{-1.3 * s} {-1.3 * s}z",
            $"M{Coordinate(x)} {Coordinate(y - (1.2 * s))}l{1.2 * s} {2.2 * s}h{-2.4 * s}z",
        ];
        return El("path", At("d", paths[index % paths.Length]), At("fill", colour), El("title", title));
    }

    /// <summary>The mark of a method.</summary>
    public static XElement Mark(int index, double x, double y, string title) =>
        Shape(index == 0 ? 0 : 1 + ((index - 1) % Dashes.Length), x, y, 4.5, Method(index), title);
}
