using System.Runtime.InteropServices.Marshalling;
using Auscult.Torch.Interop;
using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers whose state can be saved and restored.</summary>
    [NativeMarshalling(typeof(GeneratorMarshaller))]
    public class Generator : IDisposable
    {
        private IntPtr _handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            Check(at_generator_new(seed, Options.Like(null, this.device), out _handle));
        }

        private Generator(IntPtr handle)
        {
            device = CPU;
            _handle = handle;
        }

        ~Generator() => Dispose(false);

        /// <summary>The generator that operators use when none is given.</summary>
        public static Generator Default
        {
            get
            {
                Check(at_generator_default(out var handle));
                return new Generator(handle);
            }
        }

        public IntPtr Handle => _handle;

        public Device device { get; private set; }

        public Tensor get_state() => at_generator_state(this);

        public void set_state(Tensor value) => Check(at_generator_set_state(this, value));

        public Generator manual_seed(long seed)
        {
            Check(at_generator_seed(this, (ulong)seed));
            return this;
        }

        /// <summary>Seeds from the operating system's random numbers and returns the seed.</summary>
        public long seed()
        {
            var seed = BitConverter.ToInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(sizeof(long)));
            manual_seed(seed);
            return seed;
        }

        public long initial_seed()
        {
            Check(at_generator_initial_seed(this, out var seed));
            return (long)seed;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var owned = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (owned != IntPtr.Zero)
                at_generator_free(owned);
        }
    }

    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static long seed() => random.seed();

    public static long initial_seed() => random.initial_seed();

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    /// <summary>The default generator of the CPU.</summary>
    public static partial class random
    {
        public static long seed() => Generator.Default.seed();

        public static long initial_seed() => Generator.Default.initial_seed();

        /// <summary>Seeds the generators of all devices and returns the CPU's.</summary>
        public static Generator manual_seed(long seed)
        {
            Check(at_manual_seed((ulong)seed));
            return Generator.Default;
        }

        public static Tensor get_rng_state() => Generator.Default.get_state();

        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }
}
