using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Csv;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.CiscoTelemetry;

/// <summary>Reads <c>events.csv</c>: what was done to the router's lab.</summary>
internal sealed class RouterEvents(string folder, DatasetBuilder builder, ImportContext context)
{
    /// <summary>What breaks something, what mends it again, and the class.</summary>
    private static readonly (string Breaks, string Mends, string Class)[] Faults =
        [("shutdown_interface", "enable_interface", "interface_shutdown"), ("break_bfd", "enable_bfd", "bfd_break")];

    private readonly Dictionary<string, (DateTimeOffset Onset, string Entity)> _open = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Reads the file, where there is one.</summary>
    public void Read(Recording recording, string router)
    {
        var path = new[] { "events.csv", "events.csv.gz" }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (path is null)
            return;
        using var table = DelimitedReader.Open(path, cancellation: context.Cancellation);
        var (time, kind, device, port) = (table.IndexOf("timestamp"), table.IndexOf("event"), table.IndexOf("device"), table.IndexOf("interface"));
        var (duration, comment) = (table.IndexOf("duration"), table.IndexOf("comment"));
        while (true)
        {
            try
            {
                if (!table.Read())
                    break;
                if (!TimeText.TryParse(table.Bytes(time), TimeFormat.Seconds, out var micros) || !TimeText.IsPlausible(micros))
                    throw table.Error(time, $"{Quoted.Of(table.Text(time))} is not a time");
                var detail = JsonSerializer.Serialize(new
                {
                    device = table.Text(device),
                    @interface = table.Text(port),
                    duration = table.Text(duration),
                    comment = table.Text(comment),
                });
                var entity = EntityOf(table.Text(device), table.Text(port), router);
                builder.Events.Add(new OperationalEvent(Micros.ToTime(micros), entity, CiscoSignals.Snake(table.Text(kind)), detail));
                Pair(table.Text(kind), entity, Micros.ToTime(micros), recording);
            }
            catch (InputException e)
            {
                context.Bad.Report(e);
            }
        }
        foreach (var (key, open) in _open)
            Add(Faults.First(fault => key.StartsWith(fault.Breaks, StringComparison.Ordinal)).Class, open, recording.End, recording);
    }

    private void Pair(string kind, string entity, DateTimeOffset time, Recording recording)
    {
        foreach (var (breaks, mends, name) in Faults)
        {
            var key = $"{breaks} {entity}";
            if (kind == breaks)
                _open.TryAdd(key, (time, entity));
            else if (kind == mends && _open.Remove(key, out var open))
                Add(name, open, time, recording);
        }
    }

    private void Add(string name, (DateTimeOffset Onset, string Entity) open, DateTimeOffset end, Recording recording)
    {
        var onset = open.Onset < recording.Start ? recording.Start : open.Onset;
        end = end > recording.End ? recording.End : end;
        if (onset >= end)
            return;
        builder.Incidents.Add(new Incident
        {
            Id = $"{name}-{_count++}",
            FaultClass = name,
            Layer = Layer.Network,
            RootEntity = open.Entity,
            Onset = onset,
            End = end,
            Recording = recording.Name,
        });
    }

    // Devices are the router itself, or its neighbours, of which there is no telemetry: spine4-3464.
    private string EntityOf(string device, string port, string router)
    {
        if (device.Length == 0)
            return router;
        var known = builder.Entity(device, EntityKind.Switch);
        return port.Length == 0 ? known.Id : builder.Entity($"{device}/{port}", EntityKind.Nic, device).Id;
    }
}
