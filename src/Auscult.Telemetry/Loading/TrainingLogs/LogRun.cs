using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Loading.TrainingLogs.Formats;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>Reads the logs of one run: one file, or one per rank.</summary>
/// <param name="name">Name of the recording.</param>
/// <param name="builder">Takes samples, labels and events.</param>
/// <param name="signals">Finds where figures go.</param>
/// <param name="node">The node the ranks are on; null: unknown.</param>
/// <param name="context">Bad lines and remarks.</param>
internal sealed class LogRun(string name, DatasetBuilder builder, LogSignals signals, string? node, ImportContext context)
{
    private readonly SortedDictionary<int, (LogRank Rank, LogClock Clock)> _ranks = [];

    /// <summary>Where clocks begin, microseconds.</summary>
    public required long Start { get; init; }

    /// <summary>Time of a step that the log does not tell.</summary>
    public required double DefaultStepSeconds { get; init; }

    /// <summary>Whether moments beside the log's steps set the clock; false for runs laid one after another. Default true.</summary>
    public bool FollowsMoments { get; init; } = true;

    /// <summary>Whether every step had a time of its own.</summary>
    private bool HasOwnTimes => !_ranks.Values.Any(rank => rank.Clock.WasBuilt);

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="formatName">Its format; null or <c>auto</c> finds it out.</param>
    /// <param name="fileRank">The rank its name tells; null: its lines tell it, or it is 0.</param>
    /// <exception cref="InputException">A line cannot be read, unless bad records are skipped.</exception>
    public void Read(string file, string? formatName, int? fileRank)
    {
        var record = new LogRecord();
        if (formatName is null or "auto" or "huggingface" && File.Exists(file) && TrainerState.Is(file))
        {
            context.Note($"{Path.GetFileName(file)}: format huggingface (trainer_state.json)");
            TrainerState.Read(file, record, entry => Guard(file, () => Take(entry, fileRank, reader: null)));
            return;
        }
        var isGiven = formatName is not (null or "auto");
        var format = isGiven ? LogFormats.Create(formatName!) : LogFormats.Detect(file, context.Cancellation);
        context.Note($"{Path.GetFileName(file)}: format {format.Name} ({(isGiven ? "given" : "found out from its lines")})");
        Read(file, format, fileRank);
    }

    /// <summary>Reads a file of a known format.</summary>
    /// <exception cref="InputException">A line cannot be read, unless bad records are skipped.</exception>
    public void Read(string file, LogFormat format, int? fileRank = null)
    {
        var record = new LogRecord();
        using var reader = LineReader.Open(file, context.Cancellation);
        while (ReadLine(reader, format, record, fileRank))
        {
        }
        if (format.Remark is { } remark)
            context.Note($"{Path.GetFileName(file)}: {remark}");
    }

    /// <summary>Takes what is no line of text.</summary>
    /// <exception cref="InputException">It cannot be true, unless bad records are skipped.</exception>
    public void Take(string file, LogRecord record) => Guard(file, () => Take(record, fileRank: null, reader: null));

    /// <summary>Ends the run.</summary>
    /// <returns>From its first row to one step after its last; null where it has no row.</returns>
    public Recording? Finish()
    {
        var spans = _ranks.Values.Select(rank => rank.Rank.Span).OfType<(long First, long Last)>().ToArray();
        if (spans.Length == 0)
            return null;
        if (_ranks.Values.Any(rank => rank.Clock.WasGuessed))
            context.Note($"{name}: times are made up; a step that tells neither a time nor its duration counts {DefaultStepSeconds} s");
        if (!FollowsMoments)
            context.Note("runs are laid one after another; within a run, times are added up from step times");
        else if (_ranks.Values.Any(rank => rank.Clock.WasGuessed))
            context.Note($"{name}: times are made up; a step that tells neither a time nor its duration counts {DefaultStepSeconds} s");
        else if (!HasOwnTimes)
            context.Note($"{name}: times are added up from step times; what the log does not time (evaluation, checkpoints) is left out");
        var (first, last) = (spans.Min(span => span.First), spans.Max(span => span.Last));
        var recording = new Recording(name, Micros.ToTime(first), Micros.ToTime(last + (long)(DefaultStepSeconds * Micros.PerSecond)));
        foreach (var (rank, _) in _ranks.Values)
            rank.Finish(recording.End);
        return recording;
    }

    private bool ReadLine(LineReader reader, LogFormat format, LogRecord record, int? fileRank)
    {
        ReadOnlySpan<byte> line;
        try
        {
            if (!reader.TryRead(out line))
                return false;
        }
        catch (InputException fault)
        {
            // Nothing follows a damaged end.
            context.Bad.Report(fault);
            return false;
        }
        try
        {
            record.Clear();
            format.Read(line, reader, record);
            if (record.Kind != LogLine.Other)
                Take(record, fileRank, reader);
        }
        catch (InputException fault)
        {
            context.Bad.Report(fault);
        }
        return true;
    }

    private void Guard(string file, Action take)
    {
        try
        {
            take();
        }
        catch (InputException fault)
        {
            context.Bad.Report(new InputException(fault.Message, file));
        }
    }

    private void Take(LogRecord record, int? fileRank, LineReader? reader)
    {
        if (record.Kind == LogLine.Clock && !FollowsMoments)
            return;
        var number = fileRank ?? record.Rank;
        if (!_ranks.TryGetValue(number, out var rank))
        {
            var parent = node is null ? null : builder.Entity(node, EntityKind.Node).Id;
            var entity = builder.Entity(parent is null ? $"rank{number}" : $"{parent}/rank{number}", EntityKind.Rank, parent);
            var clock = new LogClock(Start, DefaultStepSeconds);
            rank = (new LogRank(entity, name, clock, signals, builder), clock);
            _ranks.Add(number, rank);
        }
        rank.Rank.Take(record, reader);
    }
}
