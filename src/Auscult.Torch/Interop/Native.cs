using System.Runtime.InteropServices;
using static TorchSharp.torch;

[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]

namespace Auscult.Torch.Interop;

/// <summary>
/// The exported functions of libauscult_torch.so, one per libtorch operator, named after it. The partial files follow the .cpp files
/// of native/ (pointwise.cpp is split in two); the rules they all keep are in native/api.h.
/// </summary>
internal static unsafe partial class Native
{
    private const string Library = "auscult_torch";
    private const UnmanagedType U1 = UnmanagedType.U1;

    static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, NativeLocator.Resolve);

    /// <summary>Throws libtorch's message when the status of a native call says that it failed.</summary>
    /// <exception cref="ExternalException">The call failed.</exception>
    public static void Check(int status)
    {
        if (status != 0)
            throw Error();
    }

    public static ExternalException Error() => new(Text(at_last_error()));

    public static string Text(IntPtr utf8) => Marshal.PtrToStringUTF8(utf8) ?? string.Empty;

    public static int Code(ScalarType? dtype) => dtype is { } type ? (int)type : -1;

    public static Tensor[] Take(int status, TensorList list)
    {
        Check(status);
        return list.Take();
    }
}
