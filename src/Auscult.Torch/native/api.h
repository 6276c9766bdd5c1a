// The conventions every exported function keeps.
//
// A tensor crosses as a pointer to a heap-allocated at::Tensor that the caller frees with at_free. Functions that make a
// tensor return null on failure; all others return 0 for success and 1 for failure. Either way at_last_error then holds
// libtorch's message for the calling thread. No exception ever leaves this library.
#pragma once

#include <ATen/ATen.h>
#include <torch/version.h>

#include <cstring>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#define AUSCULT_TORCH_AT_LEAST(major, minor) \
    (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace auscult {

#if AUSCULT_TORCH_AT_LEAST(2, 3)
using std::optional;
constexpr auto none = std::nullopt;
#else
using c10::optional;
constexpr auto none = c10::nullopt;
#endif

// A tensor handed in: reading an absent one is an error with a message, not a crash.
struct Tensor {
    at::Tensor* handle;
    at::Tensor& operator*() const {
        TORCH_CHECK(handle != nullptr, "a tensor argument is null");
        return *handle;
    }
    at::Tensor* operator->() const { return &**this; }
};

// A tensor that may be absent.
struct MaybeTensor {
    at::Tensor* handle;
    optional<at::Tensor> operator*() const { return handle ? optional<at::Tensor>(*handle) : none; }
    at::Tensor value() const { return handle ? *handle : at::Tensor(); }
};

// A number of any type that fits 8 bytes, or no number.
struct Number {
    int64_t bits;
    int64_t kind;  // 0 absent, 1 integer, 2 floating point, 3 Boolean
    operator at::Scalar() const {
        TORCH_CHECK(kind != 0, "a scalar argument is null");
        return kind == 1 ? at::Scalar(bits) : kind == 3 ? at::Scalar(bits != 0) : at::Scalar(real());
    }
    optional<at::Scalar> maybe() const { return kind ? optional<at::Scalar>(operator at::Scalar()) : none; }
    double real() const {
        double value;
        std::memcpy(&value, &bits, sizeof value);
        return value;
    }
};

// Where and as what a new tensor is made; a negative type means "the default" (of the source tensor, or of libtorch).
struct Options {
    int32_t dtype;
    int32_t device_type;
    int32_t device_index;
    int32_t requires_grad;
    operator at::TensorOptions() const {
        auto options = at::TensorOptions();
        if (dtype >= 0) options = options.dtype(static_cast<at::ScalarType>(dtype));
        if (device_type >= 0) options = options.device(device());
        return options;
    }
    at::Device device() const {
        return {static_cast<at::DeviceType>(device_type), static_cast<at::DeviceIndex>(device_index)};
    }
};

struct TensorList {
    at::Tensor** items;
    int64_t length;
};

void record_error() noexcept;

template <class F>
at::Tensor* returning(F&& compute) noexcept {
    try {
        return new at::Tensor(compute());
    } catch (...) {
        record_error();
        return nullptr;
    }
}

template <class F>
int doing(F&& act) noexcept {
    try {
        act();
        return 0;
    } catch (...) {
        record_error();
        return 1;
    }
}

inline at::IntArrayRef ints(const int64_t* data, int64_t length) { return {data, static_cast<size_t>(length)}; }

inline at::OptionalIntArrayRef maybe_ints(const int64_t* data, int64_t length) {
    return data ? at::OptionalIntArrayRef(ints(data, length)) : at::OptionalIntArrayRef();
}

inline optional<int64_t> maybe(int64_t value, bool has) { return has ? optional<int64_t>(value) : none; }
inline optional<double> maybe(double value, bool has) { return has ? optional<double>(value) : none; }

inline optional<at::ScalarType> maybe_type(int32_t dtype) {
    return dtype < 0 ? none : optional<at::ScalarType>(static_cast<at::ScalarType>(dtype));
}

inline optional<at::Generator> maybe_generator(at::Generator* generator) {
    return generator ? optional<at::Generator>(*generator) : none;
}

inline std::vector<at::Tensor> list(at::Tensor* const* items, int64_t length) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(length);
    for (int64_t i = 0; i < length; i++) tensors.push_back(items[i] ? *items[i] : at::Tensor());
    return tensors;
}

// An undefined tensor (a gradient that does not exist) crosses as null.
inline at::Tensor* give(const at::Tensor& tensor) { return tensor.defined() ? new at::Tensor(tensor) : nullptr; }

inline at::Tensor with_grad(at::Tensor tensor, Options options) {
    return options.requires_grad ? tensor.requires_grad_(true) : tensor;
}

inline void put(const std::vector<at::Tensor>& tensors, TensorList* out) {
    out->items = new at::Tensor*[tensors.size()];
    out->length = static_cast<int64_t>(tensors.size());
    for (size_t i = 0; i < tensors.size(); i++) out->items[i] = give(tensors[i]);
}

template <class Tuple>
void put(const Tuple& tensors, at::Tensor** first, at::Tensor** second) {
    *first = give(std::get<0>(tensors));
    *second = give(std::get<1>(tensors));
}

template <class Tuple>
void put(const Tuple& tensors, at::Tensor** first, at::Tensor** second, at::Tensor** third) {
    put(tensors, first, second);
    *third = give(std::get<2>(tensors));
}

}  // namespace auscult

using namespace auscult;

#define EXPORT extern "C" __attribute__((visibility("default")))
#define RETURN(...) \
    { return returning([&]() -> at::Tensor { return __VA_ARGS__; }); }
#define DO(...) \
    { return doing([&] { __VA_ARGS__; }); }

using Made = at::Tensor*;
using Text = const char*;
