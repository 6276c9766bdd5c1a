using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Traces;

/// <summary>
/// Reads a Chrome trace (a list of events, or an object with the list <c>traceEvents</c>) event by event: the document is never in
/// memory as a whole. Gzip is recognised by its content.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="context">Events that cannot be read; cancellation.</param>
internal sealed class TraceReader(string file, ImportContext context)
{
    /// <summary>An event larger than this is no event: 16 MiB.</summary>
    public const int MaxEventBytes = 1 << 24;

    private readonly TraceEvent _event = new();
    private readonly TraceEventParser _parser = new();
    private byte[] _buffer = new byte[1 << 20];
    private int _begin;
    private int _end;
    private bool _ended;
    private long _events;

    /// <summary>Rank in the object <c>distributedInfo</c>; null where it is missing.</summary>
    public int? Rank { get; private set; }

    /// <summary>Nanoseconds since 1970 of the trace's zero, from <c>baseTimeNanoseconds</c>; 0 where it is missing.</summary>
    public long BaseNanoseconds { get; private set; }

    /// <summary>Hands every event to <paramref name="take"/>, which must not keep it.</summary>
    /// <exception cref="InputException">The file is no trace or is damaged, unless bad records are skipped.</exception>
    public void Read(Action<TraceEvent> take)
    {
        using var stream = Open();
        var state = new JsonReaderState(new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var place = new Place();
        try
        {
            while (Advance(ref state, ref place, take))
                Fill(stream);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException)
        {
            context.Bad.Report(new InputException(
                $"is damaged or no trace, after {_events} events", file,
                remedy: "copy it again from its source, or take what is whole with --skip-bad", inner: e));
        }
    }

    private Stream Open()
    {
        try
        {
            return GzipReader.Open(
                new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.SequentialScan));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("cannot be read", file, inner: e);
        }
    }

    /// <returns>Whether more bytes are needed.</returns>
    private bool Advance(ref JsonReaderState state, ref Place place, Action<TraceEvent> take)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_begin, _end - _begin), _ended, state);
        var consumed = 0L;
        while (reader.Read())
        {
            if (!TakeToken(ref reader, ref place, take, ref consumed))
                break;
            (state, consumed) = (reader.CurrentState, reader.BytesConsumed);
        }
        _begin += (int)consumed;
        if (_ended && _begin < _end && _buffer.AsSpan(_begin, _end - _begin).ContainsAnyExcept(" \t\r\n"u8))
            throw new JsonException("the document ends too early");
        if (_ended && reader.CurrentDepth > 0)
            throw new JsonException("the document ends too early");
        return !_ended;
    }

    /// <returns>False where the token needs bytes that are not read yet.</returns>
    private bool TakeToken(ref Utf8JsonReader reader, ref Place place, Action<TraceEvent> take, ref long consumed)
    {
        if (reader.CurrentDepth == 0 && reader.TokenType == JsonTokenType.StartArray)
            (place.InEvents, place.Depth) = (true, 1);
        else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
            place.Property = reader.GetString()!;
        else if (reader.CurrentDepth == 1 && place.Property == "traceEvents" && reader.TokenType == JsonTokenType.StartArray)
            (place.InEvents, place.Depth) = (true, 2);
        else if (place.InEvents && reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth < place.Depth)
            place.InEvents = false;
        else if (place.InEvents && reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == place.Depth)
            return TakeEvent(ref reader, take);
        else if (reader.CurrentDepth == 1 && !place.InEvents)
            return TakeProperty(ref reader, place.Property);
        return true;
    }

    private bool TakeEvent(ref Utf8JsonReader reader, Action<TraceEvent> take)
    {
        var first = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
            return false;
        _event.Clear();
        _events++;
        if (_events % 65_536 == 0)
            context.Cancellation.ThrowIfCancellationRequested();
        try
        {
            _parser.Parse(_buffer.AsSpan(_begin + first, (int)reader.BytesConsumed - first), _event);
            take(_event);
        }
        catch (InputException fault)
        {
            context.Bad.Report(new InputException($"event {_events}: {fault.Message}", file));
        }
        return true;
    }

    private bool TakeProperty(ref Utf8JsonReader reader, string name)
    {
        if (name == "baseTimeNanoseconds" && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var nanoseconds))
            BaseNanoseconds = nanoseconds;
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return true;
        var first = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
            return false;
        if (name == "distributedInfo")
        {
            using var info = JsonDocument.Parse(_buffer.AsMemory(_begin + first, (int)reader.BytesConsumed - first));
            var isKnown = info.RootElement.TryGetProperty("rank", out var rank) && rank.ValueKind == JsonValueKind.Number;
            if (isKnown && rank.TryGetInt32(out var number) && number >= 0)
                Rank = number;
        }
        return true;
    }

    private void Fill(Stream stream)
    {
        _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
        (_begin, _end) = (0, _end - _begin);
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxEventBytes)
                throw new JsonException("an event is too long");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
    }

    private struct Place
    {
        public string Property;
        public bool InEvents;
        public int Depth;
    }
}
