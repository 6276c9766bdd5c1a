// Tensors from nothing, from numbers and from memory.
#include "api.h"

EXPORT Made at_empty(const int64_t* size, int64_t size_length, Options options)
    RETURN(with_grad(at::empty(ints(size, size_length), options), options))
EXPORT Made at_empty_strided(const int64_t* size, int64_t size_length, const int64_t* stride, int64_t stride_length, Options options)
    RETURN(with_grad(at::empty_strided(ints(size, size_length), ints(stride, stride_length), options), options))
EXPORT Made at_zeros(const int64_t* size, int64_t size_length, Options options)
    RETURN(with_grad(at::zeros(ints(size, size_length), options), options))
EXPORT Made at_ones(const int64_t* size, int64_t size_length, Options options)
    RETURN(with_grad(at::ones(ints(size, size_length), options), options))
EXPORT Made at_full(const int64_t* size, int64_t size_length, Number value, Options options)
    RETURN(with_grad(at::full(ints(size, size_length), value, options), options))
EXPORT Made at_arange(Number start, Number end, Number step, Options options)
    RETURN(with_grad(at::arange(start, end, step, options), options))
EXPORT Made at_linspace(double start, double end, int64_t steps, Options options)
    RETURN(with_grad(at::linspace(start, end, steps, options), options))
EXPORT Made at_logspace(double start, double end, int64_t steps, double base, Options options)
    RETURN(with_grad(at::logspace(start, end, steps, base, options), options))
EXPORT Made at_eye(int64_t rows, int64_t columns, Options options)
    RETURN(with_grad(at::eye(rows, columns, options), options))
EXPORT Made at_scalar_tensor(Number value, Options options) RETURN(with_grad(at::scalar_tensor(value, options), options))

EXPORT Made at_empty_like(Tensor self, Options options) RETURN(with_grad(at::empty_like(*self, options), options))
EXPORT Made at_zeros_like(Tensor self, Options options) RETURN(with_grad(at::zeros_like(*self, options), options))
EXPORT Made at_ones_like(Tensor self, Options options) RETURN(with_grad(at::ones_like(*self, options), options))
EXPORT Made at_full_like(Tensor self, Number value, Options options)
    RETURN(with_grad(at::full_like(*self, value, options), options))

// A view of the caller's memory: the caller keeps it alive until release(context) is called.
EXPORT Made at_from_blob(void* data, const int64_t* size, int64_t size_length, int32_t dtype, void (*release)(void*), void* context)
    RETURN(at::from_blob(data, ints(size, size_length), [release, context](void*) { release(context); },
               at::TensorOptions(static_cast<at::ScalarType>(dtype))))
