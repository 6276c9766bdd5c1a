using System.Text;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>
/// Traffic of every network interface (<c>/proc/net/dev</c>) but the loopback. An interface that never carried a byte is left out.
/// </summary>
/// <param name="root">Folder that holds <c>proc</c>.</param>
internal sealed class NicSource(string root) : IRecordingSource
{
    private static readonly int[] Receive = Signals("receive");
    private static readonly int[] Transmit = Signals("transmit");
    private readonly ProcFile _file = new(Path.Combine(root, "proc/net/dev"));

    /// <inheritdoc/>
    public void Sample(SampleBatch batch)
    {
        var text = new Fields(_file.Read());
        while (text.NextLine(out var line))
        {
            // "eth0:1234 5 ..." without a blank once the number is long enough.
            var colon = line.Rest.IndexOf((byte)':');
            if (colon < 0)
                continue;
            var name = line.Rest[..colon].Trim((byte)' ');
            if (!name.IsEmpty && !name.SequenceEqual("lo"u8))
                SetCounters(batch, Encoding.ASCII.GetString(name), line.Rest[(colon + 1)..]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void SetCounters(SampleBatch batch, string name, ReadOnlySpan<byte> counters)
    {
        Span<double> receive = stackalloc double[4];
        Span<double> transmit = stackalloc double[4];
        var fields = new Fields(counters);
        foreach (ref var value in receive)
            value = fields.NextNumber();
        fields.Skip(4);
        foreach (ref var value in transmit)
            value = fields.NextNumber();
        if (!(receive[0] > 0 || transmit[0] > 0))
            return;
        var row = batch.Row(EntityKind.Nic, name);
        for (var i = 0; i < receive.Length; i++)
        {
            row.Set(Receive[i], receive[i]);
            row.Set(Transmit[i], transmit[i]);
        }
    }

    private static int[] Signals(string direction) =>
        [.. new[] { "bytes", "packets", "errors", "drops" }.Select(what => RecordedSignals.IndexOf($"nic_{direction}_{what}_total"))];
}
