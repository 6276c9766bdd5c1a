using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// Random tensors and generators.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor at_rand(ReadOnlySpan<long> size, long sizeLength, Options options, Generator? generator);

    [LibraryImport(Library)]
    internal static partial Tensor at_randn(ReadOnlySpan<long> size, long sizeLength, Options options, Generator? generator);

    [LibraryImport(Library)]
    internal static partial Tensor at_randint(
        long low, long high, ReadOnlySpan<long> size, long sizeLength, Options options, Generator? generator);

    [LibraryImport(Library)]
    internal static partial Tensor at_randperm(long n, Options options, Generator? generator);

    [LibraryImport(Library)]
    internal static partial Tensor at_rand_like(Tensor self, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_randn_like(Tensor self, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_randint_like(Tensor self, long low, long high, Options options);

    [LibraryImport(Library)]
    internal static partial Tensor at_bernoulli(Tensor self, Generator? generator);

    [LibraryImport(Library)]
    internal static partial Tensor at_multinomial(Tensor self, long numSamples, [MarshalAs(U1)] bool replacement, Generator? generator);

    [LibraryImport(Library)]
    internal static partial Tensor at_poisson(Tensor self, Generator? generator);

    [LibraryImport(Library)]
    internal static partial int at_bernoulli_(Tensor self, double p, Generator? generator);

    [LibraryImport(Library)]
    internal static partial int at_bernoulli_tensor_(Tensor self, Tensor p, Generator? generator);

    [LibraryImport(Library)]
    internal static partial int at_normal_(Tensor self, double mean, double std, Generator? generator);

    [LibraryImport(Library)]
    internal static partial int at_uniform_(Tensor self, double @from, double to, Generator? generator);

    [LibraryImport(Library)]
    internal static partial int at_random_(Tensor self, long @from, long to, Generator? generator);

    [LibraryImport(Library)]
    internal static partial int at_exponential_(Tensor self, double lambda, Generator? generator);

    [LibraryImport(Library)]
    internal static partial int at_log_normal_(Tensor self, double mean, double std, Generator? generator);

    [LibraryImport(Library)]
    internal static partial int at_generator_new(ulong seed, Options options, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial int at_generator_default(out IntPtr result);

    [LibraryImport(Library)]
    internal static partial void at_generator_free(IntPtr self);

    [LibraryImport(Library)]
    internal static partial int at_generator_seed(Generator self, ulong seed);

    [LibraryImport(Library)]
    internal static partial int at_generator_initial_seed(Generator self, out ulong result);

    [LibraryImport(Library)]
    internal static partial Tensor at_generator_state(Generator self);

    [LibraryImport(Library)]
    internal static partial int at_generator_set_state(Generator self, Tensor state);

    [LibraryImport(Library)]
    internal static partial int at_manual_seed(ulong seed);
}
