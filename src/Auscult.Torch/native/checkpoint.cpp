// Activation checkpointing (Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost"): a block's inner activations are not kept
// but computed again in the backward pass. The block is the caller's function, called through a pointer.
#include <torch/torch.h>

#include "api.h"

namespace {

// Computes the block of a state on input and puts the result into slot with at_checkpoint_put; 0 for success.
using Block = int32_t (*)(int64_t state, at::Tensor* input, at::Tensor* slot);

thread_local std::string block_error;

at::Tensor compute(int64_t block, int64_t state, const at::Tensor& input) {
    at::Tensor output;
    block_error.clear();
    auto failed = reinterpret_cast<Block>(block)(state, new at::Tensor(input), &output);
    TORCH_CHECK(failed == 0 && output.defined(), block_error.empty() ? "a checkpointed block gave no result" : block_error);
    return output;
}

struct Checkpoint : torch::autograd::Function<Checkpoint> {
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input, int64_t block, int64_t state) {
        auto generator = at::globalContext().defaultGenerator(input.device());
        context->save_for_backward({input, generator.get_state()});
        context->saved_data["block"] = block;
        context->saved_data["state"] = state;
        return compute(block, state, input);
    }

    static torch::autograd::variable_list backward(
            torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
        auto saved = context->get_saved_variables();
        auto input = saved[0].detach();
        input.requires_grad_(true);
        // Dropout must drop the same again.
        auto generator = at::globalContext().defaultGenerator(input.device());
        auto later = generator.get_state();
        generator.set_state(saved[1]);
        at::Tensor output;
        {
            at::AutoGradMode recorded(true);
            output = compute(context->saved_data["block"].toInt(), context->saved_data["state"].toInt(), input);
        }
        generator.set_state(later);
        torch::autograd::backward({output}, {gradients[0]});
        return {input.grad(), at::Tensor(), at::Tensor()};
    }
};

}  // namespace

EXPORT Made at_checkpoint(Tensor self, int64_t block, int64_t state) RETURN(Checkpoint::apply(*self, block, state))
EXPORT void at_checkpoint_put(at::Tensor* slot, Tensor output) { *slot = *output; }
EXPORT void at_checkpoint_fail(Text message) { block_error = message; }
