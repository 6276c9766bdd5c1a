using System.Globalization;
using System.Text;
using Auscult.Telemetry.Domain;

namespace Auscult.Bench.Import;

/// <summary>Writes the files that are read.</summary>
internal static class Corpus
{
    private const int Hosts = 8;
    private const int Columns = 20;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A file of about that many bytes.</summary>
    public static void Write(string path, string kind, long bytes)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16);
        var random = new Seeds(1).Child(kind).Generator();
        writer.Write(Header(kind));
        for (var step = 0; writer.BaseStream.Position < bytes; step++)
        {
            for (var host = 0; host < Hosts; host++)
                Append(writer, kind, Start.AddSeconds(10 * step), step, host, random);
        }
        if (kind == "openmetrics")
            writer.Write("# EOF\n");
    }

    private static string Header(string kind) => kind switch
    {
        "csv wide" => $"time,host,{string.Join(',', Enumerable.Range(0, Columns).Select(i => $"m{i}"))}\n",
        "csv long" => "time,host,metric,value\n",
        "training log" => "[before the start of training step] datetime: 2026-01-01 00:00:00\n",
        "openmetrics" => "# TYPE node_load1 gauge\n",
        _ => "",
    };

    private static void Append(StreamWriter writer, string kind, DateTimeOffset time, int step, int host, Random random)
    {
        var iso = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        switch (kind)
        {
            case "csv wide":
                writer.Write($"{iso},node{host},{string.Join(',', Enumerable.Range(0, Columns).Select(_ => Figure(random)))}\n");
                break;
            case "csv long":
                for (var i = 0; i < Columns; i++)
                    writer.Write($"{iso},node{host},m{i},{Figure(random)}\n");
                break;
            case "json lines":
                writer.Write($"{{\"time\": \"{iso}\", \"host\": \"node{host}\", ");
                writer.Write($"{string.Join(", ", Enumerable.Range(0, Columns).Select(i => $"\"m{i}\": {Figure(random)}"))}}}\n");
                break;
            case "training log":
                var iteration = (step * Hosts) + host + 1;
                writer.Write(
                    $" iteration {iteration,8}/ 1000000 | consumed samples: {iteration * 512L,12} | elapsed time per iteration (ms): {Figure(random)}00 | "
                    + "learning rate: 6.000000E-05 | global batch size:   512 | "
                    + $"lm loss: {random.NextDouble() + 2:0.000000}E+00 | loss scale: 1.0 | grad norm: {random.NextDouble():0.000} | "
                    + "number of skipped iterations:   0 | number of nan iterations:   0 |\n");
                break;
            default:
                writer.Write($"node_load1{{instance=\"node{host}\",job=\"node\"}} {Figure(random)} {time.ToUnixTimeSeconds()}.000\n");
                break;
        }
    }

    private static string Figure(Random random) => (random.NextDouble() * 100).ToString("0.0000", CultureInfo.InvariantCulture);
}
