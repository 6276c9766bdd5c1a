// Reading and writing parts of a tensor by position, index or mask.
#include "api.h"

#include <ATen/TensorIndexing.h>

// One item of t[...]; the fields used depend on the kind.
struct IndexItem {
    int32_t kind;  // 0 new axis, 1 ellipsis, 2 position, 3 Boolean, 4 slice, 5 tensor
    int32_t has;   // slice only: bit 0 start, bit 1 stop, bit 2 step
    int64_t start;
    int64_t stop;
    int64_t step;
    at::Tensor* tensor;
};

namespace {
at::indexing::TensorIndex item(const IndexItem& index) {
    switch (index.kind) {
        case 0: return at::indexing::None;
        case 1: return at::indexing::Ellipsis;
        case 2: return at::indexing::TensorIndex(index.start);
        case 3: return at::indexing::TensorIndex(index.start != 0);
        case 4:
            return at::indexing::Slice(maybe(index.start, index.has & 1), maybe(index.stop, index.has & 2), maybe(index.step,
                       index.has & 4));
        default: return at::indexing::TensorIndex(*Tensor{index.tensor});
    }
}

std::vector<at::indexing::TensorIndex> items(const IndexItem* indices, int64_t length) {
    std::vector<at::indexing::TensorIndex> result;
    result.reserve(length);
    for (int64_t i = 0; i < length; i++) result.push_back(item(indices[i]));
    return result;
}

c10::List<optional<at::Tensor>> tensors(const IndexItem* indices, int64_t length) {
    c10::List<optional<at::Tensor>> result;
    result.reserve(length);
    for (int64_t i = 0; i < length; i++) {
        TORCH_CHECK(indices[i].kind == 5, "index_put_ with accumulate takes tensors only");
        result.push_back(optional<at::Tensor>(*Tensor{indices[i].tensor}));
    }
    return result;
}
}  // namespace

EXPORT Made at_index(Tensor self, const IndexItem* indices, int64_t indices_length) RETURN(self->index(items(indices, indices_length)))
EXPORT int at_index_put_(Tensor self, const IndexItem* indices, int64_t indices_length, Tensor value)
    DO(self->index_put_(items(indices, indices_length), *value))
EXPORT int at_index_put_scalar_(Tensor self, const IndexItem* indices, int64_t indices_length, Number value)
    DO(self->index_put_(items(indices, indices_length), at::Scalar(value)))
EXPORT int at_index_put_accumulate_(Tensor self, const IndexItem* indices, int64_t indices_length, Tensor value)
    DO(self->index_put_(tensors(indices, indices_length), *value, true))

EXPORT Made at_select(Tensor self, int64_t dim, int64_t index) RETURN(self->select(dim, index))
EXPORT Made at_slice(Tensor self, int64_t dim, int64_t start, int64_t end, int64_t step) RETURN(self->slice(dim, start, end, step))
EXPORT Made at_narrow(Tensor self, int64_t dim, int64_t start, int64_t length) RETURN(self->narrow(dim, start, length))
EXPORT Made at_index_select(Tensor self, int64_t dim, Tensor index) RETURN(at::index_select(*self, dim, *index))
EXPORT Made at_gather(Tensor self, int64_t dim, Tensor index) RETURN(at::gather(*self, dim, *index))
EXPORT Made at_take(Tensor self, Tensor index) RETURN(at::take(*self, *index))
EXPORT Made at_take_along_dim(Tensor self, Tensor indices, int64_t dim, bool has_dim)
    RETURN(at::take_along_dim(*self, *indices, maybe(dim, has_dim)))
EXPORT Made at_index_add(Tensor self, int64_t dim, Tensor index, Tensor source, Number alpha)
    RETURN(at::index_add(*self, dim, *index, *source, alpha))
EXPORT int at_index_add_(Tensor self, int64_t dim, Tensor index, Tensor source, Number alpha)
    DO(self->index_add_(dim, *index, *source, alpha))
EXPORT Made at_index_copy(Tensor self, int64_t dim, Tensor index, Tensor source) RETURN(at::index_copy(*self, dim, *index, *source))
EXPORT int at_index_copy_(Tensor self, int64_t dim, Tensor index, Tensor source) DO(self->index_copy_(dim, *index, *source))
EXPORT Made at_index_fill(Tensor self, int64_t dim, Tensor index, Number value)
    RETURN(at::index_fill(*self, dim, *index, at::Scalar(value)))
EXPORT int at_index_fill_(Tensor self, int64_t dim, Tensor index, Number value) DO(self->index_fill_(dim, *index, at::Scalar(value)))
EXPORT Made at_scatter(Tensor self, int64_t dim, Tensor index, Tensor src) RETURN(at::scatter(*self, dim, *index, *src))
EXPORT int at_scatter_(Tensor self, int64_t dim, Tensor index, Tensor src) DO(self->scatter_(dim, *index, *src))
EXPORT Made at_scatter_add(Tensor self, int64_t dim, Tensor index, Tensor src) RETURN(at::scatter_add(*self, dim, *index, *src))
EXPORT int at_scatter_add_(Tensor self, int64_t dim, Tensor index, Tensor src) DO(self->scatter_add_(dim, *index, *src))
EXPORT Made at_select_scatter(Tensor self, Tensor src, int64_t dim, int64_t index) RETURN(at::select_scatter(*self, *src, dim, index))
EXPORT Made at_slice_scatter(Tensor self, Tensor src, int64_t dim, int64_t start, bool has_start, int64_t end, bool has_end, int64_t step)
    RETURN(at::slice_scatter(*self, *src, dim, maybe(start, has_start), maybe(end, has_end), step))
EXPORT Made at_masked_fill(Tensor self, Tensor mask, Number value) RETURN(at::masked_fill(*self, *mask, at::Scalar(value)))
EXPORT int at_masked_fill_(Tensor self, Tensor mask, Number value) DO(self->masked_fill_(*mask, at::Scalar(value)))
EXPORT Made at_masked_scatter(Tensor self, Tensor mask, Tensor source) RETURN(at::masked_scatter(*self, *mask, *source))
EXPORT int at_masked_scatter_(Tensor self, Tensor mask, Tensor source) DO(self->masked_scatter_(*mask, *source))
EXPORT Made at_masked_select(Tensor self, Tensor mask) RETURN(at::masked_select(*self, *mask))
EXPORT Made at_nonzero(Tensor self) RETURN(at::nonzero(*self))
EXPORT Made at_argwhere(Tensor self) RETURN(at::argwhere(*self))
EXPORT int at_where_condition(Tensor condition, TensorList* out) DO(put(at::where(*condition), out))
