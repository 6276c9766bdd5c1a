namespace Auscult.Telemetry.Loading.Traces;

/// <summary>The signal that an operation's time belongs to.</summary>
internal static class TraceOperations
{
    // The first part of a name that is found decides; collectives stand before the computation they belong to (grads-reduce-scatter).
    private static readonly (string Part, string Signal)[] Parts =
    [
        ("allreduce", "step_allreduce_seconds"),
        ("allgather", "step_allgather_seconds"),
        ("reducescatter", "step_reducescatter_seconds"),
        ("alltoall", "step_alltoall_seconds"),
        ("broadcast", "step_broadcast_seconds"),
        ("sendrecv", "step_sendrecv_seconds"),
        ("send", "step_send_seconds"),
        ("recv", "step_recv_seconds"),
        ("dataload", "data_wait_seconds"),
        ("optimizer", "optimizer_seconds"),
        ("backward", "backward_seconds"),
        ("forward", "forward_seconds"),
    ];

    private static readonly string[] Ignored =
    [
        "cuda_runtime", "cuda_driver", "python_function", "ac2g", "fwdbwd", "async_gpu", "gpu_user_annotation", "overhead", "trace",
        "user_defined",
    ];

    /// <summary>The signal; null where the event is none of the operations that are told apart.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="category">Its category. Kineto tells device work (<c>kernel</c>) from what the host says of it.</param>
    public static string? SignalOf(string name, string category)
    {
        if (Ignored.Contains(category, StringComparer.OrdinalIgnoreCase))
            return null;
        var plain = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        var isDevice = category is "kernel" or "gpu_memcpy" or "gpu_memset";
        if (category is "gpu_memcpy" or "gpu_memset")
            return "memory_copy_seconds";
        if (isDevice && !plain.Contains("nccl", StringComparison.OrdinalIgnoreCase))
            return "kernel_seconds";
        // The host's annotations of collectives would count the device's time twice.
        if (name.StartsWith("nccl:", StringComparison.Ordinal) || name.StartsWith("ProfilerStep#", StringComparison.Ordinal))
            return null;
        if (category == "cpu_op" && !name.Contains('#', StringComparison.Ordinal))
            return null;
        if (name.Equals("gc", StringComparison.OrdinalIgnoreCase))
            return "garbage_collection_seconds";
        foreach (var (part, signal) in Parts)
        {
            if (plain.Contains(part, StringComparison.OrdinalIgnoreCase))
                return signal;
        }
        return isDevice ? "step_collective_seconds" : null;
    }
}
