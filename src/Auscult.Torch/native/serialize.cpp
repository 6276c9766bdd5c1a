// Tensors in libtorch's own file format.
#include <torch/serialize.h>

#include "api.h"

EXPORT int at_save(Tensor self, Text path) DO(torch::save(*self, std::string(path)))
EXPORT Made at_load(Text path) {
    return returning([&] {
        at::Tensor tensor;
        torch::load(tensor, std::string(path));
        return tensor;
    });
}
