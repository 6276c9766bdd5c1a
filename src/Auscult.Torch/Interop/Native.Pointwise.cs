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
    internal static partial int at_abs_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_acos(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_acos_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_acosh(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_acosh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_asin(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_asin_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_asinh(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_asinh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_atan(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_atan_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_atanh(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_atanh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_bitwise_not(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_bitwise_not_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_ceil(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_ceil_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_cos(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_cos_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_cosh(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_cosh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_deg2rad(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_deg2rad_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_digamma(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_digamma_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_erf(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_erf_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_erfc(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_erfc_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_erfinv(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_erfinv_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_exp(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_exp_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_exp2(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_exp2_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_expm1(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_expm1_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_floor(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_floor_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_frac(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_frac_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_i0(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_i0_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_lgamma(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_lgamma_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_log(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_log_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_log10(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_log10_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_log1p(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_log1p_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_log2(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_log2_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_logical_not(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_logical_not_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_neg(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_neg_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_rad2deg(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_rad2deg_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_reciprocal(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_reciprocal_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_relu(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_relu_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_rsqrt(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_rsqrt_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_sgn(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_sgn_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_sigmoid(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_sigmoid_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_sign(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_sign_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_sin(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_sin_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_sinc(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_sinc_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_sinh(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_sinh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_sqrt(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_sqrt_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_tan(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_tan_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_tanh(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_tanh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor at_trunc(Tensor self);

    [LibraryImport(Library)]
    internal static partial int at_trunc_(Tensor self);

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
    internal static partial int at_atan2_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_bitwise_and(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_bitwise_and_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_bitwise_or(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_bitwise_or_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_bitwise_xor(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_bitwise_xor_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_copysign(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_copysign_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_eq(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_eq_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_floor_divide(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_floor_divide_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_fmod(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_fmod_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_ge(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_ge_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_gt(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_gt_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_le(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_le_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_logical_and(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_logical_and_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_logical_or(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_logical_or_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_logical_xor(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_logical_xor_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_lt(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_lt_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_mul(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_mul_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_ne(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_ne_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_pow(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_pow_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_remainder(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_remainder_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_xlogy(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_xlogy_(Tensor self, Tensor other);

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
    internal static partial int at_eq_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_floor_divide_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_floor_divide_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_fmod_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_fmod_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_ge_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_ge_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_gt_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_gt_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_le_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_le_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_lt_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_lt_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_mul_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_mul_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_ne_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_ne_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_pow_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_pow_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_remainder_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_remainder_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_clamp_max_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_clamp_max_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_clamp_min_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_clamp_min_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_add(Tensor self, Tensor other, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial Tensor at_add_scalar(Tensor self, Scalar? other, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial int at_add_(Tensor self, Tensor other, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial int at_add_scalar_(Tensor self, Scalar? other, Scalar? alpha);

    [LibraryImport(Library)]
    internal static partial Tensor at_sub(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor at_sub_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial int at_sub_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int at_sub_scalar_(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_rsub_scalar(Tensor self, Scalar? other);

    [LibraryImport(Library)]
    internal static partial Tensor at_pow_scalar_base(Scalar? self, Tensor exponent);

    [LibraryImport(Library)]
    internal static partial Tensor at_div(Tensor self, Tensor other, int mode);

    [LibraryImport(Library)]
    internal static partial Tensor at_div_scalar(Tensor self, Scalar? other, int mode);

    [LibraryImport(Library)]
    internal static partial int at_div_(Tensor self, Tensor other, int mode);

    [LibraryImport(Library)]
    internal static partial int at_div_scalar_(Tensor self, Scalar? other, int mode);

    [LibraryImport(Library)]
    internal static partial Tensor at_round(Tensor self, long decimals);

    [LibraryImport(Library)]
    internal static partial int at_round_(Tensor self, long decimals);

    [LibraryImport(Library)]
    internal static partial Tensor at_addcmul(Tensor self, Tensor tensor1, Tensor tensor2, Scalar? value);

    [LibraryImport(Library)]
    internal static partial int at_addcmul_(Tensor self, Tensor tensor1, Tensor tensor2, Scalar? value);

    [LibraryImport(Library)]
    internal static partial Tensor at_addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, Scalar? value);

    [LibraryImport(Library)]
    internal static partial int at_addcdiv_(Tensor self, Tensor tensor1, Tensor tensor2, Scalar? value);

    [LibraryImport(Library)]
    internal static partial Tensor at_lerp(Tensor self, Tensor end, Tensor weight);

    [LibraryImport(Library)]
    internal static partial int at_lerp_(Tensor self, Tensor end, Tensor weight);

    [LibraryImport(Library)]
    internal static partial Tensor at_clamp(Tensor self, Scalar? min, Scalar? max);

    [LibraryImport(Library)]
    internal static partial int at_clamp_(Tensor self, Scalar? min, Scalar? max);

    [LibraryImport(Library)]
    internal static partial Tensor at_clamp_tensor(Tensor self, Tensor? min, Tensor? max);

    [LibraryImport(Library)]
    internal static partial int at_clamp_tensor_(Tensor self, Tensor? min, Tensor? max);

    [LibraryImport(Library)]
    internal static partial Tensor at_nan_to_num(
        Tensor self, double nan, double posinf, [MarshalAs(U1)] bool hasPosinf, double neginf, [MarshalAs(U1)] bool hasNeginf);

    [LibraryImport(Library)]
    internal static partial int at_nan_to_num_(
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
