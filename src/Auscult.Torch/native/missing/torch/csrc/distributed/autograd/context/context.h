// The two names that libtorch's reducer.hpp takes from its header of this name, which Debian's libtorch-dev and some wheels leave out.
// Nothing here is ever called: the reducer only keeps a pointer to such a context for remote autograd, which is not used.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <memory>

namespace torch::distributed::autograd {
struct DistAutogradContext {
    using GradCallback = std::function<bool(at::Tensor&)>;
};
using ContextPtr = std::shared_ptr<DistAutogradContext>;
}  // namespace torch::distributed::autograd
