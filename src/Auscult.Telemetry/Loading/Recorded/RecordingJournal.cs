using System.Buffers;
using System.Text.Json;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>
/// Keeps a recording safe while it runs: JSON lines appended to one file. A killed recorder loses what its writer thread had not
/// written yet (well below a second on an idle disk), a power failure what was not synchronised (five seconds), and at most one
/// partial line.
/// </summary>
/// <remarks>
/// Lines: <c>{"recording":{...}}</c> first; <c>{"signal":[index,name,layer,kind,unit,entity_kind,aggregation]}</c> and
/// <c>{"entity":[index,id,kind,parent]}</c> before their first use; <c>{"row":[time_us,entity,signal,value,signal,value,...]}</c>;
/// <c>{"label":{...}}</c>.
/// </remarks>
public sealed class RecordingJournal : IDisposable
{
    private readonly JournalFile _file;
    private readonly ArrayBufferWriter<byte> _lines = new(16384);
    private readonly Utf8JsonWriter _json;
    private readonly Dictionary<string, int> _entities = [];
    private readonly HashSet<int> _signals = [];

    /// <param name="path">The journal; must not exist.</param>
    /// <param name="header">What is recorded.</param>
    /// <exception cref="IOException">The file exists, or cannot be created.</exception>
    public RecordingJournal(string path, JournalHeader header)
    {
        _file = new JournalFile(path);
        _json = new Utf8JsonWriter(_lines, new JsonWriterOptions { SkipValidation = true });
        Line("recording", () => JsonSerializer.Serialize(_json, header, JournalJson.Default.JournalHeader));
        _file.Append(_lines.WrittenSpan);
    }

    /// <summary>Appends one tick. Never waits for the disk: a thread of its own writes.</summary>
    /// <exception cref="IOException">An earlier write failed: the disk is full or gone.</exception>
    public void Append(SampleBatch batch)
    {
        _lines.ResetWrittenCount();
        foreach (var row in batch.Rows)
        {
            var entity = Announce(row.Entity);
            foreach (var (signal, _) in row.Values)
                Announce(signal, batch.Signals[signal]);
            Line("row", () => WriteRow(row, entity));
        }
        foreach (var incident in batch.Incidents)
            Line("label", () => JsonSerializer.Serialize(_json, LabelLine.Of(incident), LabelJson.Default.LabelLine));
        foreach (var happened in batch.Events)
            Line("label", () => JsonSerializer.Serialize(_json, LabelLine.Of(happened), LabelJson.Default.LabelLine));
        _file.Append(_lines.WrittenSpan);
    }

    /// <summary>Waits until everything appended is on the disk and closes the file.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Complete() => _file.Complete();

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    private void WriteRow(SampleRow row, int entity)
    {
        _json.WriteStartArray();
        _json.WriteNumberValue(Micros.From(row.Time));
        _json.WriteNumberValue(entity);
        foreach (var (signal, value) in row.Values)
        {
            _json.WriteNumberValue(signal);
            _json.WriteNumberValue(value);
        }
        _json.WriteEndArray();
    }

    private int Announce(Entity entity)
    {
        if (_entities.TryGetValue(entity.Id, out var index))
            return index;
        if (entity.Parent is { } parent && !_entities.ContainsKey(parent))
            Announce(new Entity(parent, EntityKind.Node));
        index = _entities.Count;
        _entities.Add(entity.Id, index);
        Strings("entity", index, entity.Id, DatasetLayout.Word(entity.Kind), entity.Parent);
        return index;
    }

    private void Announce(int index, Signal signal)
    {
        if (_signals.Add(index))
        {
            Strings(
                "signal", index, signal.Name, DatasetLayout.Word(signal.Layer), DatasetLayout.Word(signal.Kind), signal.Unit, DatasetLayout.Word(signal.EntityKind), DatasetLayout.Word(signal.Aggregation));
        }
    }

    private void Strings(string kind, int index, params ReadOnlySpan<string?> values)
    {
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteStartArray(kind);
        _json.WriteNumberValue(index);
        foreach (var value in values)
            _json.WriteStringValue(value);
        _json.WriteEndArray();
        EndLine();
    }

    private void Line(string kind, Action writeValue)
    {
        _json.Reset();
        _json.WriteStartObject();
        _json.WritePropertyName(kind);
        writeValue();
        EndLine();
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        _lines.Write("\n"u8);
    }
}
