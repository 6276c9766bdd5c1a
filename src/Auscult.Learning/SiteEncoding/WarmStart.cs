using Auscult.Learning.Diagnosis;
using Auscult.Telemetry.Domain;
using static TorchSharp.torch;

namespace Auscult.Learning.SiteEncoding;

/// <summary>
/// Weights of an earlier network as the beginning of a new one: rows of signals by their names, rows of classes by theirs, all others as they are. A signal
/// that the earlier one did not know begins as the unknown signals do in a new network, a class likewise.
/// </summary>
internal static class WarmStart
{
    private const string Head = "head.";
    private const string EntityClasses = Head + "entity_classes";

    /// <summary>Copies what both have.</summary>
    /// <param name="from">The earlier network, of the same sizes.</param>
    /// <param name="known">Its classes.</param>
    /// <param name="to">The new one.</param>
    /// <param name="classes">Its classes.</param>
    public static void Copy(SiteNetwork from, DiagnosisClasses known, SiteNetwork to, DiagnosisClasses classes)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var earlier = from.state_dict();
        foreach (var (name, tensor) in to.state_dict())
        {
            if (name.StartsWith(Head, StringComparison.Ordinal))
                Rows(earlier[name], tensor, Classes(known, classes, name.StartsWith(EntityClasses, StringComparison.Ordinal) ? 1 : 0));
            else if (name.EndsWith("_rows", StringComparison.Ordinal))
                Rows(earlier[name], tensor, Signals(from.Encoder.Signals, to.Encoder.Signals));
            else
                tensor.copy_(earlier[name]);
        }
    }

    private static void Rows(Tensor from, Tensor to, IEnumerable<(int From, int To)> pairs)
    {
        foreach (var (source, target) in pairs)
            to.narrow(0, target, 1).copy_(from.narrow(0, source, 1));
    }

    // The head of the entities has no row for the class of nothing, which is the first.
    private static IEnumerable<(int From, int To)> Classes(DiagnosisClasses from, DiagnosisClasses to, int first) =>
        to.Names.Select((name, i) => (From: from.IndexOf(name) - first, To: i - first)).Where(pair => pair is { From: >= 0, To: >= 0 });

    private static IEnumerable<(int From, int To)> Signals(SignalTable from, SignalTable to)
    {
        var unknown = Enum.GetValues<Layer>().Length;
        var rows = from.Names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i + unknown, StringComparer.Ordinal);
        return Enumerable.Range(0, unknown).Select(row => (row, row))
            .Concat(to.Names.Select((name, i) => (rows.GetValueOrDefault(name, -1), i + unknown)).Where(pair => pair.Item1 >= 0));
    }
}
