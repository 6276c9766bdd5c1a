using System.Runtime.InteropServices;
using Auscult.Simulation.Noise;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Exporting;

/// <summary>
/// Times at which a sensor of an entity fails, drawn one after the other: the time until the next, its length, the sensor.
/// </summary>
/// <param name="columns">Columns of the table.</param>
/// <param name="perDay">Failures of an entity per day.</param>
/// <param name="meanSeconds">Mean length.</param>
/// <param name="unconverted">Share of the blank fields that show DCGM's number for "not supported" instead of nothing.</param>
/// <param name="streams">Random numbers of every entity.</param>
internal sealed class SensorEpisodes(
    IReadOnlyList<SeriesColumnModel> columns, double perDay, double meanSeconds, double unconverted, NoiseStream[] streams)
{
    /// <summary>What DCGM writes for a field that is not supported, as a number of 64 bits.</summary>
    public const float NotSupported = 9223372036854775794f;
    private const double SecondsOfDay = 86_400;
    private readonly Episode[] _episodes = Starting(streams, SecondsOfDay / perDay);
    private readonly int[] _sensors =
        [.. Enumerable.Range(0, columns.Count).Where(column => columns[column].IsSensor || columns[column].IsProfiling)];

    /// <summary>Goes to the failure that is under way in a block or comes next.</summary>
    public void Next(int entity, Block block)
    {
        ref var episode = ref _episodes[entity];
        if (episode.IsDrawn && episode.End > block.FirstSecond)
            return;
        ref var random = ref streams[entity];
        var start = episode.IsDrawn ? episode.End + random.NextExponential(SecondsOfDay / perDay) : episode.Start;
        episode = new Episode
        {
            IsDrawn = true,
            Start = start,
            End = start + random.NextExponential(meanSeconds),
            Column = _sensors[(int)(random.NextUniform() * _sensors.Length)],
            Value = random.NextUniform() < unconverted ? NotSupported : float.NaN,
        };
    }

    /// <summary>Repeats the last value while the sensor sticks.</summary>
    public void Stick(int entity, int column, in Sampling sampling, Span<float> values, double last)
    {
        var episode = _episodes[entity];
        if (episode.Column != column || episode.Start >= sampling.Block.EndSecond)
            return;
        var value = (float)last;
        for (var i = 0; i < values.Length; i++)
        {
            if (episode.Covers(sampling.Block.SecondOf(sampling.Ticks[i])) && !float.IsNaN(value))
                values[i] = value;
            else
                value = values[i];
        }
    }

    /// <summary>Blanks a field, or all profiling fields together.</summary>
    public void Blank(int entity, in Sampling sampling, SeriesBlock block, int first)
    {
        var episode = _episodes[entity];
        if (episode.Start >= sampling.Block.EndSecond)
            return;
        foreach (var column in _sensors)
        {
            if (column != episode.Column && !(columns[column].IsProfiling && columns[episode.Column].IsProfiling))
                continue;
            if (block.IsCounter(column))
                continue;
            var values = block.Floats(column).Slice(first, sampling.Ticks.Length);
            for (var i = 0; i < values.Length; i++)
            {
                if (episode.Covers(sampling.Block.SecondOf(sampling.Ticks[i])))
                    values[i] = episode.Value;
            }
        }
    }

    private static Episode[] Starting(NoiseStream[] streams, double mean)
    {
        var episodes = new Episode[streams.Length];
        for (var entity = 0; entity < streams.Length; entity++)
            episodes[entity].Start = streams[entity].NextExponential(mean);
        return episodes;
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Episode
    {
        public bool IsDrawn;
        public double Start;
        public double End;
        public int Column;
        public float Value;

        public readonly bool Covers(double second) => second >= Start && second < End;
    }
}
