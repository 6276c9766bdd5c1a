using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.TrainingLogs;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>Reads what a <see cref="RecordingJournal"/> kept. Whatever follows the last whole line, or cannot be understood, is left out.</summary>
internal sealed class JournalReader
{
    private readonly Dictionary<int, Signal> _signals = [];
    private readonly List<Entity> _entities = [];
    private readonly Dictionary<(Layer, EntityKind), SeriesRows> _tables = [];
    private readonly List<LabelLine> _labels = [];
    private JournalHeader? _header;
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    private JournalReader()
    {
    }

    /// <summary>Lines that could not be understood.</summary>
    public int DamagedLines { get; private set; }

    /// <summary>Reads a journal into a dataset of one recording.</summary>
    /// <exception cref="InputException">It is no journal, or holds no sample.</exception>
    public static MemoryDataset Read(string path, out int damagedLines)
    {
        var reader = new JournalReader();
        using (var tail = new LineTail(path, fromEnd: false))
            tail.Read(line => reader.Take(line.Span));
        damagedLines = reader.DamagedLines;
        return reader.ToDataset(path);
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            json.Read();
            json.Read();
            if (json.TokenType != JsonTokenType.PropertyName)
                throw new JsonException();
            if (json.ValueTextEquals("row"u8))
                TakeRow(ref json);
            else if (json.ValueTextEquals("label"u8))
                TakeLabel(line);
            else if (json.ValueTextEquals("signal"u8))
                TakeSignal(Strings(ref json));
            else if (json.ValueTextEquals("entity"u8))
                TakeEntity(Strings(ref json));
            else if (json.ValueTextEquals("recording"u8))
            {
                json.Read();
                _header ??= JsonSerializer.Deserialize(ref json, JournalJson.Default.JournalHeader);
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            DamagedLines++;
        }
    }

    private void TakeRow(ref Utf8JsonReader json)
    {
        json.Read();
        json.Read();
        var time = json.GetInt64();
        json.Read();
        var entity = _entities[json.GetInt32()];
        while (json.Read() && json.TokenType == JsonTokenType.Number)
        {
            var signal = _signals[json.GetInt32()];
            json.Read();
            var key = (signal.Layer, entity.Kind);
            if (!_tables.TryGetValue(key, out var table))
                _tables.Add(key, table = new SeriesRows());
            table.Set(time, entity.Id, signal.Name, json.GetDouble());
        }
        _first = Math.Min(_first, time);
        _last = Math.Max(_last, time);
    }

    private void TakeLabel(ReadOnlySpan<byte> line)
    {
        const int Opening = 9; // {"label":
        _labels.Add(LabelLine.Parse(line[Opening..^1]) ?? throw new JsonException());
    }

    private void TakeSignal(List<string?> values)
    {
        if (values is [var index, { } name, var layer, var kind, { } unit, var entityKind, var aggregation])
        {
            _signals[int.Parse(index!)] = new Signal(
                name, Parse<Layer>(layer), Parse<SignalKind>(kind), unit, Parse<EntityKind>(entityKind), Parse<Aggregation>(aggregation));
        }
    }

    private void TakeEntity(List<string?> values)
    {
        if (values is [_, { } id, var kind, var parent])
            _entities.Add(new Entity(id, Parse<EntityKind>(kind), parent));
    }

    private static T Parse<T>(string? word)
        where T : struct, Enum => DatasetLayout.TryParse<T>(word, out var value) ? value : throw new FormatException();

    private static List<string?> Strings(ref Utf8JsonReader json)
    {
        var values = new List<string?>();
        json.Read();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            values.Add(json.TokenType == JsonTokenType.Number ? json.GetInt32().ToString() : json.GetString());
        return values;
    }

    private MemoryDataset ToDataset(string path)
    {
        if (_header is null)
            throw new InputException("not a recording journal", path);
        if (_tables.Count == 0)
            throw new InputException("nothing was recorded", path, remedy: "record for at least one tick");
        var end = Micros.ToTime(_last + 1);
        var manifest = new DatasetManifest
        {
            Name = _header.Dataset,
            Step = TimeSpan.FromSeconds(_header.StepSeconds),
            Origin = _header.Origin,
            Licence = _header.Licence,
            Recordings = [new Recording(_header.Recording, Micros.ToTime(_first), end)],
            Signals = [.. _signals.OrderBy(pair => pair.Value.Layer).ThenBy(pair => pair.Key).Select(pair => pair.Value)],
        };
        var labels = new RecordedLabels(_labels, _entities, manifest.Recordings[0]);
        return new MemoryDataset(
            path, manifest, new Topology(_entities, []),
            [.. _tables.Select(pair => new MemorySeries(pair.Key.Item1, pair.Key.Item2, pair.Value.ToTable()))],
            labels.Incidents, labels.Events);
    }
}
