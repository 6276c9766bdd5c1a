using System.Text.RegularExpressions;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.NvidiaLogs;

/// <summary>
/// Tables of <c>dcgmi dmon</c> and <c>nvidia-smi dmon</c>: a line of names, a line of units, both again every few rows, a row per device and
/// tick. Rows without date and time follow each other by the step; a device that comes again begins the next tick.
/// </summary>
internal sealed partial class DeviceMonitorLog(GpuRecorder recorder, LocalTime clock, TickTimes ticks, BadRecords bad)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private string _prefix = "";
    private (string Name, string? Unit, int Start)[] _columns = [];
    private bool _isUnitsLine;

    /// <summary>Whether a line is a header.</summary>
    public static bool IsHeader(string line) => line.StartsWith('#');

    /// <summary>Reads a line.</summary>
    /// <exception cref="InputException">It is wrong, and wrong lines are not skipped.</exception>
    public void Read(string line, LineReader reader)
    {
        if (IsHeader(line) && line.AsSpan(1).Trim() is var head && head.StartsWith("Entity"))
            Header("dcgmi:", line, reader);
        else if (IsHeader(line) && !_isUnitsLine)
            Header("smi-dmon:", line, reader);
        else if (_isUnitsLine && (IsHeader(line) || line.TrimStart().StartsWith("id", StringComparison.OrdinalIgnoreCase)))
            Units(line);
        else
            Row(line, reader);
    }

    private void Header(string prefix, string line, LineReader reader)
    {
        (_prefix, _isUnitsLine) = (prefix, true);
        var names = line.Replace('#', ' ');
        _columns = [.. Words().Matches(names).Select(match => (match.Value, (string?)null, match.Index))];
        if (_columns.Length < 2 || (prefix == "smi-dmon:" && !Array.Exists(_columns, column => column.Name == "gpu")))
            throw reader.Error("this header names no device and no field", remedy: "expected '#Entity ...' of dcgmi dmon or '# gpu ...' of nvidia-smi dmon");
        if (Array.Exists(_columns, column => column.Name == "Time") && !Array.Exists(_columns, column => column.Name == "Date"))
            throw reader.Error("the rows have a time but no date", "Time", "run nvidia-smi dmon with -o DT");
    }

    private void Units(string line)
    {
        _isUnitsLine = false;
        var units = Words().Matches(line.Replace('#', ' '));
        // dcgmi leaves many units out; only where every column has one is it clear whose it is.
        if (units.Count != _columns.Length || _prefix == "dcgmi:")
            return;
        for (var i = 0; i < units.Count; i++)
            _columns[i].Unit = units[i].Value is "Idx" or "bool" or "errs" ? null : units[i].Value;
    }

    private void Row(string line, LineReader reader)
    {
        _isUnitsLine = false;
        if (_columns.Length == 0)
            throw reader.Error("a row before any header", remedy: "keep the line that begins with #");
        var fields = Fields(line);
        if (fields is null)
        {
            bad.Report(reader.Error($"does not fit the {_columns.Length} columns of its header", remedy: "the line is cut off"));
            return;
        }
        if (Device(fields) is not { } device)
        {
            bad.Report(reader.Error($"'{fields[DeviceColumn].Trim()}' is no accelerator", remedy: "leave it out with --skip-bad"));
            return;
        }
        if (Time(fields, device.Gpu + device.Part, reader) is not { } micros)
            return;
        for (var i = DeviceColumn + 1; i < fields.Length; i++)
        {
            if (recorder.Add(device.Gpu, _prefix + _columns[i].Name, _columns[i].Unit, fields[i], micros, device.Part) is { } fault)
                bad.Report(reader.Error(fault, _columns[i].Name));
        }
    }

    private int DeviceColumn => _prefix == "dcgmi:" ? 0 : Array.FindIndex(_columns, column => column.Name == "gpu");

    // Words where every column has one; else the places of the header's words, as dcgmi leaves a column blank that has no value.
    private string[]? Fields(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (_prefix != "dcgmi:")
            return words.Length == _columns.Length ? words : null;
        var entityWords = words.Length - _columns.Length + 1;
        var isLink = words.Contains("LINK", StringComparer.Ordinal);
        if (entityWords == (isLink ? 4 : 2))
            return [string.Join(' ', words[..entityWords]), .. words[entityWords..]];
        if (entityWords > (isLink ? 4 : 2) || line.Length <= _columns[1].Start)
            return null;
        return [.. _columns.Select((column, i) =>
        {
            var end = i + 1 < _columns.Length ? _columns[i + 1].Start : line.Length;
            return line.Length <= column.Start ? "" : line[(i == 0 ? 0 : column.Start)..Math.Min(end, line.Length)];
        })];
    }

    private (string Gpu, string Part)? Device(string[] fields)
    {
        var text = fields[DeviceColumn].Trim();
        if (_prefix != "dcgmi:")
            return Number().IsMatch(text) ? ($"gpu{text}", "") : null;
        var match = Entity().Match(text);
        return match.Success
            ? ($"{match.Groups["kind"].Value.ToLowerInvariant()}{match.Groups["id"].Value}", match.Groups["link"].Value)
            : null;
    }

    private long? Time(string[] fields, string device, LineReader reader)
    {
        var date = Array.FindIndex(_columns, column => column.Name == "Date");
        if (date < 0)
        {
            if (!_seen.Add(device))
            {
                _seen.Clear();
                _seen.Add(device);
                ticks.Next();
            }
            return ticks.Now(reader);
        }
        var time = Array.FindIndex(_columns, column => column.Name == "Time");
        var text = time < 0 ? fields[date] : $"{fields[date]} {fields[time]}";
        if (clock.Parse(text, "yyyyMMdd HH:mm:ss", "yyyyMMdd") is { } micros && TimeText.IsPlausible(micros))
            return micros;
        bad.Report(reader.Error($"'{text}' is not a time", "Date"));
        return null;
    }

    [GeneratedRegex(@"\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();

    [GeneratedRegex("^[0-9]{1,4}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex("^(?<kind>GPU(-C?I)?) (?<id>[0-9]{1,9})( LINK (?<link>[0-9]{1,4}))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entity();
}
