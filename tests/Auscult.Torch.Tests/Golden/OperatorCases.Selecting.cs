using static Auscult.Torch.Tests.Golden.Inputs;
using static TorchSharp.torch;

namespace Auscult.Torch.Tests.Golden;

internal static partial class OperatorCases
{
    private static readonly Dictionary<string, Func<Results>> Selecting = new(StringComparer.Ordinal)
    {
        ["index_position"] = () => c[1],
        ["index_two"] = () => c[1, 2],
        ["index_three"] = () => c[1, 2, 3],
        ["index_negative"] = () => c[-1],
        ["index_range"] = () => c[.., 1..3],
        ["index_range_end"] = () => c[.., ^2..],
        ["index_step"] = () => c[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(step: 2)],
        ["index_ellipsis"] = () => c[TensorIndex.Ellipsis, 0],
        ["index_new_axis"] = () => a[TensorIndex.Colon, TensorIndex.Null],
        ["index_tensor"] = () => a[k % 3],
        ["index_two_tensors"] = () => a[k % 3, k % 4],
        ["index_mask"] = () => a[m],
        ["index_mixed"] = () => c[1, TensorIndex.Colon, TensorIndex.Tensor(r % 3)],
        ["index_put_"] = () => a.clone().index_put_(v[..4], TensorIndex.Tensor(r % 3)),
        ["index_put_scalar"] = () => a.clone().index_put_(7.0, TensorIndex.Colon, 1),
        ["index_put_mask"] = () => a.clone().index_put_(0.0, TensorIndex.Tensor(m)),
        ["index_put_accumulate"] = () => v.clone().index_put_(ones(5), [k], accumulate: true),
        ["select"] = () => c.select(1, 2),
        ["slice"] = () => c.slice(1, 0, 3, 2),
        ["narrow"] = () => c.narrow(1, 1, 2),
        ["index_select"] = () => a.index_select(1, r),
        ["gather"] = () => a.gather(1, j % 4),
        ["take"] = () => a.take(r),
        ["take_along_dim"] = () => a.take_along_dim(a.argsort(1), 1),
        ["masked_select"] = () => a.masked_select(m),
        ["masked_fill"] = () => a.masked_fill(m, -1),
        ["masked_fill_"] = () => a.clone().masked_fill_(m, -1),
        ["masked_scatter"] = () => a.masked_scatter(m, b),
        ["masked_scatter_"] = () => a.clone().masked_scatter_(m, b),
        ["index_add"] = () => a.index_add(1, r, w, 2),
        ["index_add_"] = () => a.clone().index_add_(1, r, w, 1),
        ["index_copy"] = () => a.index_copy(1, r, w),
        ["index_copy_"] = () => a.clone().index_copy_(1, r, w),
        ["index_fill"] = () => a.index_fill(1, r, 9),
        ["index_fill_"] = () => a.clone().index_fill_(1, r, 9),
        ["scatter"] = () => a.scatter(1, r.expand(3, -1), w),
        ["scatter_"] = () => a.clone().scatter_(1, r.expand(3, -1), w),
        ["scatter_add"] = () => a.scatter_add(1, j % 4, b),
        ["scatter_add_"] = () => a.clone().scatter_add_(1, j % 4, b),
        ["select_scatter"] = () => a.select_scatter(v[..4], 0, 1),
        ["slice_scatter"] = () => a.slice_scatter(w[.., ..2], 1, 1, 3),
        ["nonzero"] = () => i.nonzero(),
        ["argwhere"] = () => i.argwhere(),
        ["nonzero_as_list"] = () => where(m),
    };
}
