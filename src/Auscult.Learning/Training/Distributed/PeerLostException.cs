namespace Auscult.Learning.Training.Distributed;

/// <summary>Another rank of the job is gone, so this one cannot go on; the message names the rank and its machine.</summary>
public sealed class PeerLostException(string message, Exception? inner = null) : IOException(message, inner);
