// Gradients: the graph, the backward pass and the modes that switch recording off.
#include "api.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/generated/variable_factories.h>

using torch::autograd::AnomalyMode;

EXPORT int at_set_requires_grad(Tensor self, bool requires_grad) DO(self->set_requires_grad(requires_grad))
EXPORT int at_retain_grad(Tensor self) DO(self->retain_grad())
EXPORT Made at_detach(Tensor self) RETURN(self->detach())
EXPORT int at_detach_(Tensor self) DO(self->detach_())
EXPORT int at_grad_of(Tensor self, Made* out) DO(*out = give(self->grad()))
EXPORT int at_set_grad(Tensor self, MaybeTensor grad) DO(self->mutable_grad() = grad.value())

EXPORT int at_backward(at::Tensor* const* tensors, int64_t tensors_length, at::Tensor* const* grads, int64_t grads_length,
        bool retain_graph, bool create_graph, at::Tensor* const* inputs, int64_t inputs_length)
    DO(torch::autograd::backward(list(tensors, tensors_length), list(grads, grads_length), retain_graph, create_graph, list(inputs,
               inputs_length)))
EXPORT int at_autograd_grad(at::Tensor* const* outputs, int64_t outputs_length, at::Tensor* const* inputs, int64_t inputs_length,
        at::Tensor* const* grads, int64_t grads_length, bool retain_graph, bool create_graph, bool allow_unused, TensorList* out)
    DO(put(torch::autograd::grad(list(outputs, outputs_length), list(inputs, inputs_length), list(grads, grads_length), retain_graph,
               create_graph, allow_unused), out))

EXPORT bool at_grad_enabled() { return c10::GradMode::is_enabled(); }
EXPORT void at_set_grad_enabled(bool enabled) { c10::GradMode::set_enabled(enabled); }
EXPORT bool at_inference_mode_enabled() { return c10::InferenceMode::is_enabled(); }
EXPORT void* at_inference_mode_enter(bool enabled) { return new c10::InferenceMode(enabled); }
EXPORT void at_inference_mode_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
EXPORT bool at_anomaly_enabled() { return AnomalyMode::is_enabled(); }
EXPORT bool at_anomaly_checks_nan() {
#if AUSCULT_TORCH_AT_LEAST(1, 13)
    return AnomalyMode::should_check_nan();
#else
    return AnomalyMode::is_enabled();
#endif
}
EXPORT void at_set_anomaly(bool enabled, bool check_nan) { AnomalyMode::set_enabled(enabled, check_nan); }
