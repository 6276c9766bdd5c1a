// Random tensors and the generators behind them.
#include "api.h"

#include <ATen/CPUGeneratorImpl.h>

EXPORT Made at_rand(const int64_t* size, int64_t size_length, Options options, at::Generator* generator)
    RETURN(with_grad(at::rand(ints(size, size_length), maybe_generator(generator), options), options))
EXPORT Made at_randn(const int64_t* size, int64_t size_length, Options options, at::Generator* generator)
    RETURN(with_grad(at::randn(ints(size, size_length), maybe_generator(generator), options), options))
EXPORT Made at_randint(int64_t low, int64_t high, const int64_t* size, int64_t size_length, Options options, at::Generator* generator)
    RETURN(with_grad(at::randint(low, high, ints(size, size_length), maybe_generator(generator), options), options))
EXPORT Made at_randperm(int64_t n, Options options, at::Generator* generator)
    RETURN(with_grad(at::randperm(n, maybe_generator(generator), options), options))
EXPORT Made at_rand_like(Tensor self, Options options) RETURN(with_grad(at::rand_like(*self, options), options))
EXPORT Made at_randn_like(Tensor self, Options options) RETURN(with_grad(at::randn_like(*self, options), options))
EXPORT Made at_randint_like(Tensor self, int64_t low, int64_t high, Options options)
    RETURN(with_grad(at::randint_like(*self, low, high, options), options))
EXPORT Made at_bernoulli(Tensor self, at::Generator* generator) RETURN(at::bernoulli(*self, maybe_generator(generator)))
EXPORT Made at_multinomial(Tensor self, int64_t num_samples, bool replacement, at::Generator* generator)
    RETURN(at::multinomial(*self, num_samples, replacement, maybe_generator(generator)))
EXPORT Made at_poisson(Tensor self, at::Generator* generator) RETURN(at::poisson(*self, maybe_generator(generator)))
EXPORT int at_bernoulli_(Tensor self, double p, at::Generator* generator) DO(self->bernoulli_(p, maybe_generator(generator)))
EXPORT int at_bernoulli_tensor_(Tensor self, Tensor p, at::Generator* generator) DO(self->bernoulli_(*p, maybe_generator(generator)))
EXPORT int at_normal_(Tensor self, double mean, double std, at::Generator* generator)
    DO(self->normal_(mean, std, maybe_generator(generator)))
EXPORT int at_uniform_(Tensor self, double from, double to, at::Generator* generator)
    DO(self->uniform_(from, to, maybe_generator(generator)))
EXPORT int at_random_(Tensor self, int64_t from, int64_t to, at::Generator* generator)
    DO(self->random_(from, to, maybe_generator(generator)))
EXPORT int at_exponential_(Tensor self, double lambda, at::Generator* generator)
    DO(self->exponential_(lambda, maybe_generator(generator)))
EXPORT int at_log_normal_(Tensor self, double mean, double std, at::Generator* generator)
    DO(self->log_normal_(mean, std, maybe_generator(generator)))

EXPORT int at_generator_new(uint64_t seed, Options options, at::Generator** out) DO(
    at::Generator generator = options.device_type > 0 ? at::globalContext().defaultGenerator(options.device()).clone()
                                                      : at::detail::createCPUGenerator();
    generator.set_current_seed(seed);
    *out = new at::Generator(generator))
EXPORT int at_generator_default(at::Generator** out) DO(*out = new at::Generator(at::detail::getDefaultCPUGenerator()))
EXPORT void at_generator_free(at::Generator* self) { delete self; }
EXPORT int at_generator_seed(at::Generator* self, uint64_t seed) DO(self->set_current_seed(seed))
EXPORT int at_generator_initial_seed(at::Generator* self, uint64_t* out) DO(*out = self->current_seed())
EXPORT Made at_generator_state(at::Generator* self) RETURN(self->get_state())
EXPORT int at_generator_set_state(at::Generator* self, Tensor state) DO(self->set_state(*state))
EXPORT int at_manual_seed(uint64_t seed) DO(at::manual_seed(seed))
