using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Csv;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.LlmInferenceTraces;

/// <summary>Reads trace files.</summary>
internal static class RequestFile
{
    /// <summary>Tokens of one block of Mooncake's hash ids.</summary>
    private const int BlockTokens = 512;

    /// <summary>No model has a context of more.</summary>
    private const double MostTokens = 1e8;

    /// <summary>The requests in file order: CSV of Azure or JSON lines of Mooncake, as the content tells.</summary>
    /// <exception cref="InputException">A row cannot be read and none is to be skipped.</exception>
    public static List<Request> Read(string path, ImportContext context)
    {
        using (var lines = LineReader.Open(path, context.Cancellation))
        {
            if (!lines.TryRead(out var first))
                throw new InputException("the file is empty", path);
            if (!first.TrimStart(" \t"u8).StartsWith("{"u8))
                return ReadAzure(path, context);
        }
        return ReadMooncake(path, context);
    }

    private static List<Request> ReadAzure(string path, ImportContext context)
    {
        using var table = DelimitedReader.Open(path, cancellation: context.Cancellation);
        var (time, input, output) = (table.IndexOf("TIMESTAMP"), table.IndexOf("ContextTokens"), table.IndexOf("GeneratedTokens"));
        var requests = new List<Request>();
        while (true)
        {
            try
            {
                if (!table.Read())
                    return requests;
                if (!TimeText.TryParse(table.Bytes(time), TimeFormat.Iso, out var micros) || !TimeText.IsPlausible(micros))
                    throw table.Error(time, $"{Quoted.Of(table.Text(time))} is not a time");
                requests.Add(new Request(micros, Tokens(input), Tokens(output), double.NaN));
            }
            catch (InputException e)
            {
                context.Bad.Report(e);
            }
        }

        double Tokens(int column) => table.Number(column) is >= 0 and < MostTokens and var tokens
            ? tokens
            : throw table.Error(column, $"{Quoted.Of(table.Text(column))} is not a number of tokens");
    }

    private static List<Request> ReadMooncake(string path, ImportContext context)
    {
        using var lines = LineReader.Open(path, context.Cancellation);
        var requests = new List<Request>();
        var cached = new HashSet<long>();
        while (true)
        {
            try
            {
                if (!lines.TryRead(out var line))
                    return requests;
                if (!line.Trim(" \t"u8).IsEmpty)
                    requests.Add(Mooncake(lines, line, cached));
            }
            catch (InputException e)
            {
                context.Bad.Report(e);
            }
        }
    }

    private static Request Mooncake(LineReader lines, ReadOnlySpan<byte> line, HashSet<long> cached)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            var request = document.RootElement;
            var milliseconds = request.GetProperty("timestamp").GetDouble();
            var input = request.GetProperty("input_length").GetDouble();
            var output = request.GetProperty("output_length").GetDouble();
            var blocks = request.GetProperty("hash_ids").EnumerateArray().Select(block => block.GetInt64()).ToArray();
            if (milliseconds is not (>= 0 and < 1e12) || input is not (>= 0 and < MostTokens) || output is not (>= 0 and < MostTokens))
                throw lines.Error("a time or a length is out of range");
            var hits = blocks.TakeWhile(cached.Contains).Count();
            cached.UnionWith(blocks);
            return new Request(
                Micros.From(LlmInferenceTracesSource.MooncakeEpoch) + (long)(milliseconds * 1_000), input, output, Math.Min(input, hits * (double)BlockTokens));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw lines.Error("is not a request of Mooncake's format", remedy: "it needs timestamp, input_length, output_length and hash_ids", inner: e);
        }
    }
}
