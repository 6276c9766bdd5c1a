using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.NcclInspector;

/// <summary>A process that communicates: a host and a process number.</summary>
internal readonly record struct Process(string Host, long Pid);

/// <summary>One operation of one process in one communicator, as NCCL Inspector writes it (inspector_output_format_version v4).</summary>
/// <param name="Process">Who.</param>
/// <param name="Communicator">Id of the communicator, unique in the job.</param>
/// <param name="CommunicatorName">What the framework calls it; <c>unknown</c> where it does not.</param>
/// <param name="Rank">The process's rank within the communicator.</param>
/// <param name="NumRanks">Its size.</param>
/// <param name="Operation"><c>AllReduce</c>, <c>Send</c>, ...</param>
/// <param name="IsPointToPoint">Whether it is between two ranks.</param>
/// <param name="Micros">When it ended: the last kernel's end in verbose records, else when the record was written.</param>
/// <param name="MessageBytes">Size of the message.</param>
/// <param name="Microseconds">How long it took.</param>
/// <param name="BusGigabytesPerSecond">Bus bandwidth.</param>
internal sealed record InspectorRecord(
    Process Process, string Communicator, string CommunicatorName, int Rank, int NumRanks, string Operation, bool IsPointToPoint, long Micros,
    double MessageBytes, double Microseconds, double BusGigabytesPerSecond)
{
    /// <summary>Reads a line.</summary>
    /// <exception cref="InputException">It is no record of the Inspector, or a value cannot be true.</exception>
    public static InspectorRecord Parse(string line, LineReader reader)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var fields = new RecordFields(document.RootElement, reader);
            var isPointToPoint = fields.Has("p2p_perf");
            var (body, prefix) = isPointToPoint ? ("p2p_perf", "p2p") : ("coll_perf", "coll");
            var micros = fields.LastKernelEnd(body) ?? (long)fields.Number("metadata", "dump_timestamp_us");
            var rank = (int)fields.Number("header", "rank");
            var numRanks = (int)fields.Number("header", "n_ranks");
            if (!TimeText.IsPlausible(micros))
                throw reader.Error($"{micros} us cannot be when it happened", "metadata.dump_timestamp_us");
            if (rank < 0 || rank >= numRanks)
                throw reader.Error($"rank {rank} of {numRanks}", "header.rank");
            return new InspectorRecord(
                new Process(fields.Text("metadata", "hostname"), (long)fields.Number("metadata", "pid")),
                fields.Text("header", "id"), fields.OptionalText("header", "comm_name") ?? "unknown", rank, numRanks,
                fields.Text(body, prefix), isPointToPoint, micros,
                fields.Amount(body, $"{prefix}_msg_size_bytes"), fields.Amount(body, $"{prefix}_exec_time_us"), fields.Amount(body, $"{prefix}_busbw_gbs"));
        }
        catch (JsonException e)
        {
            throw reader.Error("is not JSON, or is cut off", remedy: "expected a record of NCCL Inspector per line", inner: e);
        }
    }
}
