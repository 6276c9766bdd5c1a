using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>CUDA devices.</summary>
    public static partial class cuda
    {
        public static bool is_available() => at_cuda_is_available();

        public static bool is_cudnn_available() => at_cuda_cudnn_is_available();

        public static int device_count() => (int)at_cuda_device_count();

        public static void manual_seed(long seed) => Check(at_cuda_manual_seed((ulong)seed));

        public static void manual_seed_all(long seed) => Check(at_cuda_manual_seed_all((ulong)seed));

        /// <summary>Waits for all work queued on a device, the current one when none is given.</summary>
        public static void synchronize(Device? device = null) => Check(at_cuda_synchronize(device?.index ?? -1));
    }

    /// <summary>Precision switches of the CUDA libraries.</summary>
    public static partial class backends
    {
        public static partial class cuda
        {
            public static partial class matmul
            {
                public static bool allow_tf32
                {
                    get => at_allow_tf32();
                    set => Check(at_set_allow_tf32(value));
                }
            }
        }

        public static partial class cudnn
        {
            public static bool allow_tf32
            {
                get => at_cudnn_allow_tf32();
                set => Check(at_cudnn_set_allow_tf32(value));
            }
        }
    }

    /// <summary>Threads that one CPU operator may use.</summary>
    public static int get_num_threads() => at_get_num_threads();

    public static void set_num_threads(int num) => Check(at_set_num_threads(num));

    /// <summary>Threads that run independent operators; can be set once, before any operator ran.</summary>
    public static int get_num_interop_threads() => at_get_num_interop_threads();

    public static void set_num_interop_threads(int num) => Check(at_set_num_interop_threads(num));
}
