using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// Element by element, overwriting the first argument.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial int at_abs_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_acos_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_acosh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_asin_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_asinh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_atan_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_atanh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_bitwise_not_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_ceil_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_cos_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_cosh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_deg2rad_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_digamma_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_erf_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_erfc_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_erfinv_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_exp_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_exp2_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_expm1_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_floor_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_frac_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_i0_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_lgamma_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_log_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_log10_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_log1p_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_log2_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_logical_not_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_neg_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_rad2deg_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_reciprocal_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_relu_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_rsqrt_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_sgn_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_sigmoid_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_sign_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_sin_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_sinc_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_sinh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_sqrt_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_tan_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_tanh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_trunc_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_atan2_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_bitwise_and_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_bitwise_or_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_bitwise_xor_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_copysign_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_eq_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_float_power_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_floor_divide_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_fmod_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_gcd_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_ge_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_gt_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_heaviside_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_lcm_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_ldexp_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_le_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_logical_and_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_logical_or_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_logical_xor_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_lt_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_mul_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_ne_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_pow_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_remainder_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_xlogy_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_eq_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_floor_divide_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_fmod_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_ge_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_gt_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_le_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_lt_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_mul_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_ne_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_pow_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_remainder_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_xlogy_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_clamp_max_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_clamp_min_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_add_(Tensor self, Tensor other, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial int at_add_scalar_(Tensor self, Scalar? other, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial int at_sub_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_sub_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_div_(Tensor self, Tensor other, int mode);

    [LibraryImport(Library)]
    internal static partial int at_div_scalar_(Tensor self, Scalar? other, int mode);

    [LibraryImport(Library)]
    internal static partial int at_round_(Tensor self, long decimals);

    [LibraryImport(Library)]
    internal static partial int at_addcmul_(Tensor self, Tensor tensor1, Tensor tensor2, Scalar? value);

    [LibraryImport(Library)]
    internal static partial int at_addcdiv_(Tensor self, Tensor tensor1, Tensor tensor2, Scalar? value);

    [LibraryImport(Library)]
    internal static partial int at_lerp_(Tensor self, Tensor end, Tensor weight);

    [LibraryImport(Library)]
    internal static partial int at_clamp_(Tensor self, Scalar? min, Scalar? max);

    [LibraryImport(Library)]
    internal static partial int at_clamp_tensor_(Tensor self, Tensor? min, Tensor? max);

    [LibraryImport(Library)]
    internal static partial int at_nan_to_num_(
        Tensor self, double nan, double posinf, [MarshalAs(U1)] bool hasPosinf, double neginf, [MarshalAs(U1)] bool hasNeginf);
}
