using System.Buffers;
using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Schedulers;

/// <summary>
/// Events of a Kubernetes cluster: <c>kubectl get events -A -o json</c>, once or again and again into one file, also with <c>--watch</c>.
/// </summary>
public sealed class KubernetesSource(SchedulerConfig config) : IDatasetSource
{
    /// <summary>A larger file does not fit: kubectl's output is one JSON value, which is read as a whole.</summary>
    public const long MaxFileBytes = 1 << 30;

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var history = new ClusterHistory(config.From, config.Until);
        var facts = new KubernetesFacts(history);
        foreach (var file in InputFiles.Find(config.Root))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            Read(file, facts, context.Bad);
        }
        return config.Build(history, "kubernetes", "Kubernetes events", context);
    }

    private static void Read(string file, KubernetesFacts facts, BadRecords bad)
    {
        // The reader of lines has taken a byte order mark away and undone gzip.
        ReadOnlySpan<byte> json = Bytes(file, bad);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 64 });
        var lines = new LineCounter();
        try
        {
            while (reader.Read())
            {
                // Events are read one by one, so that a file that is cut off still gives those before the cut.
                var isItem = reader.TokenType == JsonTokenType.StartObject && (reader.CurrentDepth == 0 ? !IsList(reader) : reader.CurrentDepth == 2);
                if (reader.TokenType is JsonTokenType.PropertyName && reader.CurrentDepth == 1 && !reader.ValueTextEquals("items"u8))
                    reader.Skip();
                if (!isItem)
                    continue;
                var line = lines.At(json, (int)reader.TokenStartIndex);
                using var item = JsonDocument.ParseValue(ref reader);
                Add(item.RootElement, file, line, facts, bad);
            }
        }
        catch (JsonException e)
        {
            bad.Report(new InputException(
                "is not JSON, or is cut off", file, e.LineNumber + 1, remedy: "expected the output of 'kubectl get events -A -o json'", inner: e));
        }
    }

    private static void Add(JsonElement item, string file, long line, KubernetesFacts facts, BadRecords bad)
    {
        const string Remedy = "expected an event of 'kubectl get events -A -o json'";
        try
        {
            if (facts.Add(item) is { } fault)
                bad.Report(new InputException(fault, file, line, remedy: Remedy));
        }
        catch (InvalidOperationException e)
        {
            // The runtime's answer to a text that is not UTF-8.
            bad.Report(new InputException("is not UTF-8 text", file, line, remedy: Remedy, inner: e));
        }
    }

    // Looks ahead: a list has items, an event has none.
    private static bool IsList(Utf8JsonReader ahead)
    {
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            if (ahead.ValueTextEquals("items"u8))
                return true;
            ahead.Skip();
        }
        return false;
    }

    private static byte[] Bytes(string file, BadRecords bad)
    {
        if (new FileInfo(file).Length > MaxFileBytes)
            throw new InputException($"is larger than {MaxFileBytes >> 30} GiB", file, remedy: "split it into several files");
        using var reader = LineReader.Open(file);
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            while (reader.TryRead(out var line))
            {
                buffer.Write(line);
                buffer.Write("\n"u8);
            }
        }
        catch (InputException e)
        {
            bad.Report(e);
        }
        return buffer.WrittenSpan.ToArray();
    }

    private sealed class LineCounter
    {
        private int _position;
        private long _line = 1;

        public long At(ReadOnlySpan<byte> text, int position)
        {
            _line += text[_position..position].Count((byte)'\n');
            _position = position;
            return _line;
        }
    }
}
