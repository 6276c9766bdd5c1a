namespace Auscult.Telemetry.Loading.NcclInspector;

/// <summary>
/// Finds what the processes' ranks in the job are. Records tell ranks within communicators only; the largest communicators hold the whole job.
/// </summary>
internal static class RankNames
{
    /// <summary>
    /// <c>rank7</c> for every process of a largest communicator; when two processes that ran at the same time would have the same rank there, or
    /// a process is in none of them, the ranks are not known and every process is <c>pid1234</c>.
    /// </summary>
    public static IReadOnlyDictionary<Process, string> Of(IReadOnlyList<InspectorRecord> records)
    {
        var largest = records.Max(record => record.NumRanks);
        var inLargest = records.Where(record => record.NumRanks == largest).GroupBy(record => record.Process)
            .ToDictionary(process => process.Key, process => process.Select(record => record.Rank).Distinct().ToArray());
        var spans = records.GroupBy(record => record.Process).ToDictionary(
            process => process.Key, process => (First: process.Min(record => record.Micros), Last: process.Max(record => record.Micros)));
        var isKnown = spans.Keys.All(process => inLargest.TryGetValue(process, out var ranks) && ranks.Length == 1)
            && !inLargest.GroupBy(process => process.Value[0]).Any(rank => Overlap([.. rank.Select(process => spans[process.Key]).Order()]));
        return spans.Keys.ToDictionary(process => process, process => isKnown ? $"rank{inLargest[process][0]}" : $"pid{process.Pid}");
    }

    /// <summary>
    /// The kind of group a communicator is, by the name that Megatron-LM or PyTorch gives it: <c>tp</c>, <c>pp</c>, <c>ep</c>, <c>cp</c>, <c>dp</c>,
    /// else <c>comm</c>.
    /// </summary>
    public static string GroupKind(string communicatorName)
    {
        (string Word, string Kind)[] kinds =
        [
            ("TENSOR", "tp"), ("PIPELINE", "pp"), ("EXPERT", "ep"), ("CONTEXT_PARALLEL_GROUP", "cp"), ("DATA", "dp"), ("CONTEXT", "cp"),
        ];
        var name = communicatorName.ToUpperInvariant();
        if (Array.Exists(kinds, kind => string.Equals(kind.Kind, communicatorName, StringComparison.OrdinalIgnoreCase)))
            return communicatorName.ToLowerInvariant();
        return Array.Find(kinds, kind => name.Contains(kind.Word, StringComparison.Ordinal)).Kind ?? "comm";
    }

    private static bool Overlap((long First, long Last)[] spans) => spans.Zip(spans.Skip(1)).Any(pair => pair.Second.First <= pair.First.Last);
}
