namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>
/// TCP counters of <c>/proc/net/snmp</c> and <c>/proc/net/netstat</c>: pairs of lines, names above values, both led by the protocol.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="keys">Which names to take.</param>
internal sealed class TcpSource(string path, KeyTable keys) : IRecordingSource
{
    private readonly ProcFile _file = new(path);

    /// <summary>Segments, connections, retransmissions.</summary>
    public static TcpSource Snmp(string root) => new(Path.Combine(root, "proc/net/snmp"), new KeyTable(
        ("InSegs", "tcp_segments_in_total", 1),
        ("OutSegs", "tcp_segments_out_total", 1),
        ("RetransSegs", "tcp_retransmitted_segments_total", 1),
        ("InErrs", "tcp_in_errors_total", 1),
        ("OutRsts", "tcp_out_resets_total", 1),
        ("ActiveOpens", "tcp_active_opens_total", 1),
        ("PassiveOpens", "tcp_passive_opens_total", 1),
        ("AttemptFails", "tcp_failed_attempts_total", 1),
        ("EstabResets", "tcp_established_resets_total", 1),
        ("CurrEstab", "tcp_established_connections", 1)));

    /// <summary>What the extended counters say about loss, reordering and full queues.</summary>
    public static TcpSource Netstat(string root) => new(Path.Combine(root, "proc/net/netstat"), new KeyTable(
        ("ListenOverflows", "tcp_listen_overflows_total", 1),
        ("ListenDrops", "tcp_listen_drops_total", 1),
        ("TCPTimeouts", "tcp_timeouts_total", 1),
        ("TCPLossProbes", "tcp_loss_probes_total", 1),
        ("TCPFastRetrans", "tcp_fast_retransmits_total", 1),
        ("TCPLostRetransmit", "tcp_lost_retransmits_total", 1),
        ("TCPOFOQueue", "tcp_out_of_order_segments_total", 1),
        ("TCPRcvCollapsed", "tcp_receive_collapsed_total", 1)));

    /// <inheritdoc/>
    public void Sample(SampleBatch batch)
    {
        keys.Begin();
        var text = new Fields(_file.Read());
        while (text.NextLine(out var names) && text.NextLine(out var values))
        {
            if (!names.Next(out var protocol) || !values.Next(out var same) || !protocol.SequenceEqual(same) || !IsTcp(protocol))
                continue;
            while (names.Next(out var name) && values.Next(out var value))
                keys.Add(name, Fields.NumberOf(value));
        }
        keys.Finish(batch.Node);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static bool IsTcp(ReadOnlySpan<byte> protocol) => protocol.SequenceEqual("Tcp:"u8) || protocol.SequenceEqual("TcpExt:"u8);
}
