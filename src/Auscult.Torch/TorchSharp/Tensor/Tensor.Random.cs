using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Random numbers in place; each is libtorch's operator of that name.
    public partial class Tensor
    {
        public Tensor bernoulli(Generator? generator = null) => at_bernoulli(this, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            at_multinomial(this, num_samples, replacement, generator);

        public Tensor poisson(Generator? generator = null) => at_poisson(this, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Done(at_bernoulli_(this, p, generator));

        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Done(at_bernoulli_tensor_(this, p, generator));

        public Tensor exponential_(double lambda = 1, Generator? generator = null) => Done(at_exponential_(this, lambda, generator));

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Done(at_normal_(this, mean, std, generator));

        public Tensor log_normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Done(at_log_normal_(this, mean, std, generator));

        public Tensor uniform_(double @from, double to, Generator? generator = null) => Done(at_uniform_(this, @from, to, generator));
    }
}
