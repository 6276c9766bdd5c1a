using System.Runtime.InteropServices;

namespace Auscult.Notebook.ZeroMq;

/// <summary>A call of libzmq failed.</summary>
internal sealed class ZmqException : Exception
{
    // zmq.h: ZMQ_HAUSNUMERO + 53.
    private const int Termination = 156384712 + 53;
    private const int WouldBlock = 11;
    private const int InterruptedCall = 4;

    private ZmqException(string call, int number)
        : base($"{call}: {Marshal.PtrToStringUTF8(LibZmq.ErrorText(number))}") => Number = number;

    /// <summary>The error number (<c>errno</c>).</summary>
    public int Number { get; }

    /// <summary>The context was shut down.</summary>
    public bool IsTermination => Number == Termination;

    /// <summary>There is nothing to receive, or the time to wait for it is over.</summary>
    public static bool LastCallWouldBlock => Marshal.GetLastPInvokeError() == WouldBlock;

    /// <summary>A signal came in between; the call is to be made again.</summary>
    public static bool LastCallWasInterrupted => Marshal.GetLastPInvokeError() == InterruptedCall;

    /// <summary>The error of the call just made on this thread.</summary>
    public static ZmqException OfLastCall(string call) => new(call, Marshal.GetLastPInvokeError());
}
