// Lifetime, description, storage and conversion of tensors.
#include "api.h"

EXPORT void at_free(at::Tensor* self) { delete self; }
EXPORT void at_free_list(at::Tensor** items) { delete[] items; }

EXPORT int64_t at_dim(Tensor self) { return self->dim(); }
EXPORT int64_t at_numel(Tensor self) { return self->numel(); }
EXPORT int64_t at_itemsize(Tensor self) { return self->element_size(); }
EXPORT int32_t at_scalar_type(Tensor self) { return static_cast<int32_t>(self->scalar_type()); }
EXPORT int32_t at_device_type(Tensor self) { return static_cast<int32_t>(self->device().type()); }
EXPORT int32_t at_device_index(Tensor self) { return self->device().index(); }
EXPORT bool at_requires_grad(Tensor self) { return self->requires_grad(); }
EXPORT bool at_is_leaf(Tensor self) { return self->is_leaf(); }
EXPORT bool at_is_sparse(Tensor self) { return self->is_sparse(); }
EXPORT bool at_is_contiguous(Tensor self) { return self->is_contiguous(); }
EXPORT bool at_is_same(Tensor self, Tensor other) { return self->is_same(*other); }
EXPORT int at_size(Tensor self, int64_t dim, int64_t* out) DO(*out = self->size(dim))
EXPORT int at_stride(Tensor self, int64_t dim, int64_t* out) DO(*out = self->stride(dim))
EXPORT int at_sizes(Tensor self, int64_t* out) DO(auto sizes = self->sizes(); std::copy(sizes.begin(), sizes.end(), out))
EXPORT int at_strides(Tensor self, int64_t* out) DO(auto strides = self->strides(); std::copy(strides.begin(), strides.end(), out))
EXPORT int at_storage_offset(Tensor self, int64_t* out) DO(*out = self->storage_offset())
EXPORT int at_data_ptr(Tensor self, void** out) DO(*out = self->data_ptr())
EXPORT int at_is_pinned(Tensor self, bool* out) DO(*out = self->is_pinned())

EXPORT Made at_to(Tensor self, Options options, bool non_blocking, bool copy)
    RETURN(self->to(at::TensorOptions(options).layout(self->layout()), non_blocking, copy))
EXPORT Made at_to_other(Tensor self, Tensor other, bool non_blocking) RETURN(self->to(*other, non_blocking))
EXPORT Made at_pin_memory(Tensor self) RETURN(self->pin_memory())
EXPORT Made at_contiguous(Tensor self) RETURN(self->contiguous())
EXPORT Made at_clone(Tensor self) RETURN(self->clone())
EXPORT Made at_alias(Tensor self) RETURN(self->alias())
EXPORT Made at_to_dense(Tensor self) RETURN(self->to_dense())
EXPORT int at_copy_(Tensor self, Tensor source, bool non_blocking) DO(self->copy_(*source, non_blocking))
EXPORT int at_set_(Tensor self, Tensor source) DO(self->set_(*source))
EXPORT int at_fill_(Tensor self, Number value) DO(self->fill_(at::Scalar(value)))
EXPORT int at_zero_(Tensor self) DO(self->zero_())

EXPORT int at_item(Tensor self, Number* out) DO(
    auto value = self->item();
    if (value.isBoolean()) *out = {value.toBool(), 3};
    else if (value.isIntegral(false)) *out = {value.toLong(), 1};
    else {
        double real = value.toDouble();
        out->kind = 2;
        std::memcpy(&out->bits, &real, sizeof real);
    })
