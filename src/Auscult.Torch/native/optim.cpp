// Optimiser kernels.
#include "api.h"

EXPORT bool at_has_fused_adamw() { return AUSCULT_TORCH_AT_LEAST(2, 4); }

EXPORT int at_fused_adamw_(at::Tensor* const* params, at::Tensor* const* grads, at::Tensor* const* exp_avgs,
        at::Tensor* const* exp_avg_sqs, at::Tensor* const* steps, int64_t length, double lr, double beta1, double beta2,
        double weight_decay, double eps, bool maximize)
#if AUSCULT_TORCH_AT_LEAST(2, 4)
    DO(at::_fused_adamw_(list(params, length), list(grads, length), list(exp_avgs, length), list(exp_avg_sqs, length), {},
        list(steps, length), lr, beta1, beta2, weight_decay, eps, false, maximize))
#else
    DO(TORCH_CHECK(false, "the fused AdamW kernel needs libtorch 2.4 or newer"))
#endif

EXPORT int at_foreach_mul_(at::Tensor* const* tensors, int64_t tensors_length, Number scalar)
    DO(at::_foreach_mul_(list(tensors, tensors_length), at::Scalar(scalar)))
EXPORT int at_foreach_add_(at::Tensor* const* tensors, at::Tensor* const* others, int64_t tensors_length, Number alpha)
    DO(at::_foreach_add_(list(tensors, tensors_length), list(others, tensors_length), alpha))
EXPORT int at_foreach_norm(at::Tensor* const* tensors, int64_t tensors_length, double ord, TensorList* out)
    DO(put(at::_foreach_norm(list(tensors, tensors_length), ord), out))
