using System.Reflection;
using System.Runtime.InteropServices;
using Auscult.Foundation;

namespace Auscult.Notebook.ZeroMq;

/// <summary>The used part of <c>zmq.h</c> (libzmq 4.x; ABI <c>libzmq.so.5</c>). A negative result means that the error number is set.</summary>
internal static unsafe partial class LibZmq
{
    private const string Name = "zmq";
    private const string Variable = "LIBZMQ";
    private static readonly string[] FileNames = ["libzmq.so.5", "libzmq.so"];
    private static readonly Lazy<nint> Handle = new(Load);

    static LibZmq() => NativeLibrary.SetDllImportResolver(typeof(LibZmq).Assembly, Resolve);

    /// <summary>Whether libzmq can be loaded.</summary>
    public static bool IsPresent => TryLoad() != 0;

    /// <summary><c>zmq_msg_t</c>: 64 bytes that belong to the library.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    internal struct Message
    {
        private readonly nint _first;
    }

    [LibraryImport(Name, EntryPoint = "zmq_ctx_new", SetLastError = true)]
    internal static partial nint CreateContext();

    [LibraryImport(Name, EntryPoint = "zmq_ctx_shutdown", SetLastError = true)]
    internal static partial int ShutdownContext(nint context);

    [LibraryImport(Name, EntryPoint = "zmq_ctx_term", SetLastError = true)]
    internal static partial int TerminateContext(nint context);

    [LibraryImport(Name, EntryPoint = "zmq_socket", SetLastError = true)]
    internal static partial nint CreateSocket(nint context, int type);

    [LibraryImport(Name, EntryPoint = "zmq_close", SetLastError = true)]
    internal static partial int CloseSocket(nint socket);

    [LibraryImport(Name, EntryPoint = "zmq_bind", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Bind(nint socket, string endpoint);

    [LibraryImport(Name, EntryPoint = "zmq_connect", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Connect(nint socket, string endpoint);

    [LibraryImport(Name, EntryPoint = "zmq_setsockopt", SetLastError = true)]
    internal static partial int SetOption(nint socket, int option, byte* value, nuint length);

    [LibraryImport(Name, EntryPoint = "zmq_getsockopt", SetLastError = true)]
    internal static partial int GetOption(nint socket, int option, byte* value, nuint* length);

    [LibraryImport(Name, EntryPoint = "zmq_send", SetLastError = true)]
    internal static partial int Send(nint socket, byte* data, nuint length, int flags);

    [LibraryImport(Name, EntryPoint = "zmq_msg_init", SetLastError = true)]
    internal static partial int InitMessage(Message* message);

    [LibraryImport(Name, EntryPoint = "zmq_msg_recv", SetLastError = true)]
    internal static partial int Receive(Message* message, nint socket, int flags);

    [LibraryImport(Name, EntryPoint = "zmq_msg_data")]
    internal static partial byte* Data(Message* message);

    [LibraryImport(Name, EntryPoint = "zmq_msg_size")]
    internal static partial nuint Size(Message* message);

    [LibraryImport(Name, EntryPoint = "zmq_msg_close", SetLastError = true)]
    internal static partial int CloseMessage(Message* message);

    [LibraryImport(Name, EntryPoint = "zmq_strerror")]
    internal static partial nint ErrorText(int number);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        string.Equals(name, Name, StringComparison.Ordinal) ? Handle.Value : 0;

    private static nint Load() => TryLoad() is var handle and not 0
        ? handle
        : throw new InputException(
            "libzmq.so.5 is missing, through which Jupyter talks to its kernels",
            remedy: $"type 'sudo apt-get install libzmq5', or set {Variable} to the library");

    private static nint TryLoad()
    {
        string[] names = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured ? [configured] : FileNames;
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
                return handle;
        }
        return 0;
    }
}
