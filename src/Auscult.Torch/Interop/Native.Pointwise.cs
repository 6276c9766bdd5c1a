using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch.Interop;

// Element by element.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor at_abs(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_acos(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_acosh(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_asin(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_asinh(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_atan(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_atanh(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_bitwise_not(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_ceil(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_cos(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_cosh(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_deg2rad(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_digamma(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_erf(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_erfc(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_erfinv(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_exp(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_exp2(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_expm1(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_floor(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_frac(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_i0(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_lgamma(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_log(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_log10(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_log1p(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_log2(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_logical_not(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_neg(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_rad2deg(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_reciprocal(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_relu(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_rsqrt(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_sgn(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_sigmoid(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_sign(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_sin(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_sinc(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_sinh(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_sqrt(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_tan(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_tanh(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_trunc(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_isfinite(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_isinf(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_isnan(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_isneginf(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_isposinf(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_signbit(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_square(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_atan2(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_bitwise_and(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_bitwise_or(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_bitwise_xor(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_copysign(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_eq(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_float_power(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_floor_divide(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_fmod(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_gcd(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_ge(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_gt(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_heaviside(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_lcm(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_ldexp(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_le(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_logical_and(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_logical_or(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_logical_xor(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_lt(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_mul(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_ne(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_pow(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_remainder(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_xlogy(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_fmax(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_fmin(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_hypot(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_logaddexp(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_logaddexp2(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_maximum(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_minimum(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_eq_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_floor_divide_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_fmod_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_ge_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_gt_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_le_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_lt_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_mul_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_ne_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_pow_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_remainder_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_xlogy_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_clamp_max_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_clamp_min_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_add(Tensor self, Tensor other, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial Tensor at_add_scalar(Tensor self, Scalar? other, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial Tensor at_sub(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_sub_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_rsub_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_pow_scalar_base(Scalar? self, Tensor exponent);

    [LibraryImport(Library)]
    internal static partial Tensor at_div(Tensor self, Tensor other, int mode);

    [LibraryImport(Library)]
    internal static partial Tensor at_div_scalar(Tensor self, Scalar? other, int mode);

    [LibraryImport(Library)]
    internal static partial Tensor at_round(Tensor self, long decimals);

    [LibraryImport(Library)]
    internal static partial Tensor at_addcmul(Tensor self, Tensor tensor1, Tensor tensor2, Scalar? value);

    [LibraryImport(Library)]
    internal static partial Tensor at_addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, Scalar? value);

    [LibraryImport(Library)]
    internal static partial Tensor at_lerp(Tensor self, Tensor end, Tensor weight);

    [LibraryImport(Library)]
    internal static partial Tensor at_clamp(Tensor self, Scalar? min, Scalar? max);

    [LibraryImport(Library)]
    internal static partial Tensor at_clamp_tensor(Tensor self, Tensor? min, Tensor? max);

    [LibraryImport(Library)]
    internal static partial Tensor at_nan_to_num(
        Tensor self, double nan, double posinf, [MarshalAs(U1)] bool hasPosinf, double neginf, [MarshalAs(U1)] bool hasNeginf);

    [LibraryImport(Library)]
    internal static partial Tensor at_isclose(Tensor self, Tensor other, double rtol, double atol, [MarshalAs(U1)] bool equalNan);

    [LibraryImport(Library)]
    internal static partial int at_allclose(
        Tensor self, Tensor other, double rtol, double atol, [MarshalAs(U1)] bool equalNan, [MarshalAs(U1)] out bool result);

    [LibraryImport(Library)]
    internal static partial int at_equal(Tensor self, Tensor other, [MarshalAs(U1)] out bool result);

    [LibraryImport(Library)]
    internal static partial Tensor at_isin(
        Tensor self, Tensor testElements, [MarshalAs(U1)] bool assumeUnique, [MarshalAs(U1)] bool invert);

    [LibraryImport(Library)]
    internal static partial Tensor at_where(Tensor condition, Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_logit(Tensor self, double eps, [MarshalAs(U1)] bool hasEps);
}
