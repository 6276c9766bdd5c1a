using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Bench.Fusion;

/// <summary>The same fusion by pandas (pandas_fuse.py), and how far both agree.</summary>
internal static class PandasFusion
{
    /// <summary>Million samples that pandas can hold: its sorts and joins take about 180 bytes per sample.</summary>
    public const double MostMillions = 25;

    /// <summary>Hands the samples to pandas as raw arrays, because Debian's pandas reads no Parquet; only its fusing is timed.</summary>
    public static (Usage Usage, double Agreement) Measure(DuckDbConnection connection, string file, string folder)
    {
        Export(connection, file, folder);
        var script = Path.Combine(AppContext.BaseDirectory, "pandas_fuse.py");
        var signals = JsonSerializer.Serialize(LongFile.Signals.Select(signal => signal.IsCounter));
        var start = new ProcessStartInfo("/usr/bin/python3", [script, folder, signals, LongFile.Entities.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true, UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException("pandas_fuse.py failed; it needs Debian's python3-pandas");
        return (JsonSerializer.Deserialize<Usage>(output)!, Agreement(folder));
    }

    private static void Export(DuckDbConnection connection, string file, string folder)
    {
        var names = string.Join(", ", LongFile.Signals.Select(signal => Sql.Literal(signal.Name)));
        using var statement = connection.Prepare($"""
            SELECT epoch_us(time), (right(entity, 4))::INTEGER, (list_position([{names}], signal) - 1)::INTEGER, value FROM {Sql.Parquet(file)}
            """);
        using var rows = statement.Stream();
        var streams = new[] { "time", "entity", "signal", "value" }.Select(name => File.Create(Path.Combine(folder, $"{name}.raw"))).ToArray();
        foreach (var chunk in rows.Chunks())
        {
            streams[0].Write(MemoryMarshal.AsBytes(chunk.Column(0).Values<long>()));
            streams[1].Write(MemoryMarshal.AsBytes(chunk.Column(1).Values<int>()));
            streams[2].Write(MemoryMarshal.AsBytes(chunk.Column(2).Values<int>()));
            streams[3].Write(MemoryMarshal.AsBytes(chunk.Column(3).Values<double>()));
        }
        foreach (var stream in streams)
            stream.Dispose();
    }

    // Share of the cells that are missing on both sides or differ by less than 1e-4 of the value.
    private static double Agreement(string folder)
    {
        using var frame = MappedFrame.Open(Directory.GetFiles(Path.Combine(folder, "none"), "*.frame").Single());
        using var result = File.OpenRead(Path.Combine(folder, "pandas.raw"));
        // pandas writes [signal, entity, row].
        var (rows, width) = (frame.Schema.RowCount, frame.Schema.Signals.Count);
        var (theirs, unseen) = (new float[rows], new float[rows * width]);
        Array.Fill(unseen, float.NaN);
        long same = 0;
        foreach (var signal in LongFile.Described.Select(signal => frame.Schema.SignalIndex(FusedSignal.Of(signal).Name)))
        {
            for (var entity = 0; entity < LongFile.Entities; entity++)
            {
                result.ReadExactly(MemoryMarshal.AsBytes(theirs.AsSpan()));
                // An entity that is silent all the time is not in the frame.
                var index = frame.Schema.EntityIndex($"node{entity:0000}");
                var ours = index < 0 ? unseen : frame.Rows(index, 0, rows);
                for (var row = 0; row < rows; row++)
                {
                    var (a, b) = (ours[(row * width) + signal], theirs[row]);
                    same += (float.IsNaN(a) && float.IsNaN(b)) || Math.Abs(a - b) <= 1e-4 * Math.Max(1e-3, Math.Abs(b)) ? 1 : 0;
                }
            }
        }
        return (double)same / ((long)LongFile.Entities * rows * width);
    }
}
