namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>A kernel table of lines <c>key value</c> or <c>key: value unit</c>.</summary>
/// <param name="path">The file.</param>
/// <param name="keys">Which keys to take.</param>
internal sealed class KeyValueSource(string path, KeyTable keys) : IRecordingSource
{
    private readonly ProcFile _file = new(path);

    /// <summary>Memory by use (<c>/proc/meminfo</c>).</summary>
    public static KeyValueSource MemoryInfo(string root) => new(Path.Combine(root, "proc/meminfo"), new KeyTable(
        ("MemFree", "memory_free_bytes", 1024),
        ("MemAvailable", "memory_available_bytes", 1024),
        ("Cached", "memory_cached_bytes", 1024),
        ("Buffers", "memory_cached_bytes", 1024),
        ("AnonPages", "memory_anonymous_bytes", 1024),
        ("Slab", "memory_slab_bytes", 1024),
        ("Dirty", "memory_dirty_bytes", 1024),
        ("Writeback", "memory_writeback_bytes", 1024),
        ("Committed_AS", "memory_committed_bytes", 1024),
        ("SwapTotal", "memory_swap_used_bytes", 1024),
        ("SwapFree", "memory_swap_used_bytes", -1024)));

    /// <summary>Paging and reclaim (<c>/proc/vmstat</c>).</summary>
    public static KeyValueSource VirtualMemory(string root) => new(Path.Combine(root, "proc/vmstat"), new KeyTable(
        ("pgfault", "memory_page_faults_total", 1),
        ("pgmajfault", "memory_major_page_faults_total", 1),
        ("pgpgin", "memory_page_in_bytes_total", 1024),
        ("pgpgout", "memory_page_out_bytes_total", 1024),
        ("pswpin", "memory_swap_in_pages_total", 1),
        ("pswpout", "memory_swap_out_pages_total", 1),
        ("pgalloc_dma", "memory_allocated_pages_total", 1),
        ("pgalloc_dma32", "memory_allocated_pages_total", 1),
        ("pgalloc_normal", "memory_allocated_pages_total", 1),
        ("pgalloc_movable", "memory_allocated_pages_total", 1),
        ("pgscan_kswapd", "memory_reclaim_scanned_pages_total", 1),
        ("pgscan_direct", "memory_reclaim_scanned_pages_total", 1),
        ("pgscan_direct", "memory_direct_reclaim_scanned_pages_total", 1),
        ("workingset_refault_file", "memory_refaulted_file_pages_total", 1),
        ("oom_kill", "memory_oom_kills_total", 1)));

    /// <inheritdoc/>
    public void Sample(SampleBatch batch)
    {
        keys.Begin();
        var text = new Fields(_file.Read());
        while (text.NextLine(out var line))
        {
            if (line.Next(out var key))
                keys.Add(key.TrimEnd((byte)':'), line.NextNumber());
        }
        keys.Finish(batch.Node);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
