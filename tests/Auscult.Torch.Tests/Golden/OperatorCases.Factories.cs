using static Auscult.Torch.Tests.Golden.Inputs;
using static TorchSharp.torch;

namespace Auscult.Torch.Tests.Golden;

internal static partial class OperatorCases
{
    private static readonly Dictionary<string, Func<Results>> Factories = new(StringComparer.Ordinal)
    {
        ["zeros"] = () => zeros(2, 3),
        ["ones_type"] = () => ones(2, 3, int64),
        ["full"] = () => full(2, 2, 3.5f),
        ["full_integer"] = () => full(2, 2, 3L),
        ["arange"] = () => arange(5),
        ["arange_step"] = () => arange(1, 2, 0.25f),
        ["linspace"] = () => linspace(0, 1, 7),
        ["logspace"] = () => logspace(0, 2, 5),
        ["eye"] = () => eye(3),
        ["eye_wide"] = () => eye(2, 3),
        ["zeros_like"] = () => a.zeros_like(),
        ["ones_like"] = () => i.ones_like(),
        ["full_like"] = () => a.full_like(2),
        ["new_zeros"] = () => i.new_zeros(2),
        ["new_ones"] = () => i.new_ones(2, 3),
        ["new_full"] = () => a.new_full([2], 4),
        ["to_integer"] = () => a.mul(10).to(int64),
        ["to_half_and_back"] = () => a.half().@float(),
        ["to_bfloat16_and_back"] = () => a.bfloat16().@float(),
        ["to_double"] = () => a.@double(),
        ["to_bool"] = () => i.@bool(),
        ["to_int"] = () => a.mul(10).@int(),
        ["to_short"] = () => a.mul(10).@short(),
        ["to_byte"] = () => p.mul(10).@byte(),
        ["to_char"] = () => a.mul(10).@char(),
        ["to_long"] = () => a.mul(10).@long(),
        ["type_as"] = () => i.type_as(a),
    };
}
