using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Operators that act element by element; each is libtorch's operator of that name.
    public partial class Tensor
    {
        public Tensor deg2rad() => at_deg2rad(this);

        public Tensor rad2deg() => at_rad2deg(this);

        public Tensor copysign(Tensor other) => at_copysign(this, other);

        public Tensor digamma() => at_digamma(this);

        public Tensor lgamma() => at_lgamma(this);

        public Tensor relu() => at_relu(this);

        public Tensor heaviside(Tensor other) => at_heaviside(this, other);

        public Tensor i0() => at_i0(this);

        public Tensor isclose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool nanEqual = false) =>
            at_isclose(this, other, rtol, atol, nanEqual);

        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            at_isin(this, test_elements, assumeUnique, invert);

        public Tensor isinf() => at_isinf(this);

        public Tensor isfinite() => at_isfinite(this);

        public Tensor isposinf() => at_isposinf(this);

        public Tensor isneginf() => at_isneginf(this);

        public Tensor isnan() => at_isnan(this);

        public Tensor lerp(Tensor end, Tensor weight) => at_lerp(this, end, weight);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => at_clamp(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => at_clamp_tensor(this, min, max);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => at_clamp(this, min, max);

        public Tensor clamp_max(Scalar max) => at_clamp_max_scalar(this, max);

        public Tensor clamp_min(Scalar min) => at_clamp_min_scalar(this, min);

        public Tensor erf() => at_erf(this);

        public Tensor erfc() => at_erfc(this);

        public Tensor erfinv() => at_erfinv(this);

        public Tensor eq(Tensor target) => at_eq(this, target);

        public Tensor eq(Scalar target) => at_eq_scalar(this, target);

        public Tensor ge(Tensor target) => at_ge(this, target);

        public Tensor greater_equal(Tensor target) => at_ge(this, target);

        public Tensor ge(Scalar target) => at_ge_scalar(this, target);

        public Tensor gt(Tensor target) => at_gt(this, target);

        public Tensor greater(Tensor target) => at_gt(this, target);

        public Tensor gt(Scalar target) => at_gt_scalar(this, target);

        public Tensor lcm(Tensor other) => at_lcm(this, other);

        public Tensor ldexp(Tensor other) => at_ldexp(this, other);

        public Tensor le(Tensor target) => at_le(this, target);

        public Tensor less_equal(Tensor target) => at_le(this, target);

        public Tensor le(Scalar target) => at_le_scalar(this, target);

        public Tensor lt(Tensor target) => at_lt(this, target);

        public Tensor less(Tensor target) => at_lt(this, target);

        public Tensor lt(Scalar target) => at_lt_scalar(this, target);

        public Tensor maximum(Tensor other) => at_maximum(this, other);

        public Tensor minimum(Tensor other) => at_minimum(this, other);

        public Tensor ne(Tensor target) => at_ne(this, target);

        public Tensor not_equal(Tensor target) => at_ne(this, target);

        public Tensor ne(Scalar target) => at_ne_scalar(this, target);

        public Tensor fmax(Tensor other) => at_fmax(this, other);

        public Tensor fmin(Tensor other) => at_fmin(this, other);

        public Tensor sigmoid() => at_sigmoid(this);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            at_nan_to_num(this, nan, posinf ?? 0, posinf.HasValue, neginf ?? 0, neginf.HasValue);

        public Tensor abs() => at_abs(this);

        public Tensor absolute() => at_abs(this);

        public Tensor add(Tensor target, Scalar alpha) => at_add(this, target, alpha);

        public Tensor add(Scalar scalar, Scalar alpha) => at_add_scalar(this, scalar, alpha);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => at_addcdiv(this, tensor1, tensor2, value);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => at_addcmul(this, tensor1, tensor2, value);

        public Tensor bitwise_and(Tensor other) => at_bitwise_and(this, other);

        public Tensor bitwise_not() => at_bitwise_not(this);

        public Tensor bitwise_or(Tensor other) => at_bitwise_or(this, other);

        public Tensor bitwise_xor(Tensor other) => at_bitwise_xor(this, other);

        public Tensor ceil() => at_ceil(this);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => at_div(this, target, (int)rounding_mode);

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => at_div(this, target, (int)rounding_mode);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            at_div_scalar(this, target, (int)rounding_mode);

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            at_div_scalar(this, target, (int)rounding_mode);

        public Tensor exp() => at_exp(this);

        public Tensor exp2() => at_exp2(this);

        public Tensor expm1() => at_expm1(this);

        public Tensor float_power(Tensor target) => at_float_power(this, target);

        public Tensor floor() => at_floor(this);

        public Tensor floor_divide(Tensor other) => at_floor_divide(this, other);

        public Tensor floor_divide(Scalar other) => at_floor_divide_scalar(this, other);

        public Tensor fmod(Tensor target) => at_fmod(this, target);

        public Tensor fmod(Scalar scalar) => at_fmod_scalar(this, scalar);

        public Tensor frac() => at_frac(this);

        public Tensor gcd(Tensor other) => at_gcd(this, other);

        public Tensor hypot(Tensor other) => at_hypot(this, other);

        public Tensor log() => at_log(this);

        public Tensor logaddexp(Tensor other) => at_logaddexp(this, other);

        public Tensor logaddexp2(Tensor other) => at_logaddexp2(this, other);

        public Tensor log10() => at_log10(this);

        public Tensor log1p() => at_log1p(this);

        public Tensor log2() => at_log2(this);

        public Tensor logical_and(Tensor other) => at_logical_and(this, other);

        public Tensor logical_not() => at_logical_not(this);

        public Tensor logical_or(Tensor other) => at_logical_or(this, other);

        public Tensor logical_xor(Tensor other) => at_logical_xor(this, other);

        public Tensor logit(double? eps = null) => at_logit(this, eps ?? 0, eps.HasValue);

        public Tensor mul(Tensor target) => at_mul(this, target);

        public Tensor multiply(Tensor target) => at_mul(this, target);

        public Tensor mul(Scalar target) => at_mul_scalar(this, target);

        public Tensor multiply(Scalar target) => at_mul_scalar(this, target);

        public Tensor neg() => at_neg(this);

        public Tensor negative() => at_neg(this);

        public Tensor pow(Tensor exponent) => at_pow(this, exponent);

        public Tensor pow(Scalar exponent) => at_pow_scalar(this, exponent);

        public Tensor reciprocal() => at_reciprocal(this);

        public Tensor remainder(Tensor target) => at_remainder(this, target);

        public Tensor remainder(Scalar scalar) => at_remainder_scalar(this, scalar);

        public Tensor round(long decimals = 0) => at_round(this, decimals);

        public Tensor rsqrt() => at_rsqrt(this);

        public Tensor square() => at_square(this);

        public Tensor sqrt() => at_sqrt(this);

        public Tensor sign() => at_sign(this);

        public Tensor sgn() => at_sgn(this);

        public Tensor signbit() => at_signbit(this);

        public Tensor sub(Tensor target) => at_sub(this, target);

        public Tensor sub(Scalar target) => at_sub_scalar(this, target);

        public Tensor subtract(Scalar target) => at_sub_scalar(this, target);

        public Tensor subtract(Tensor target) => at_sub(this, target);

        public Tensor trunc() => at_trunc(this);

        public Tensor fix() => at_trunc(this);

        public Tensor xlogy(Tensor y) => at_xlogy(this, y);

        public Tensor xlogy(Scalar y) => at_xlogy_scalar(this, y);

        public Tensor asin() => at_asin(this);

        public Tensor arcsin() => at_asin(this);

        public Tensor acos() => at_acos(this);

        public Tensor arccos() => at_acos(this);

        public Tensor atan() => at_atan(this);

        public Tensor arctan() => at_atan(this);

        public Tensor atan2(Tensor other) => at_atan2(this, other);

        public Tensor arctan2(Tensor other) => at_atan2(this, other);

        public Tensor cos() => at_cos(this);

        public Tensor sin() => at_sin(this);

        public Tensor tan() => at_tan(this);

        public Tensor sinc() => at_sinc(this);

        public Tensor sinh() => at_sinh(this);

        public Tensor cosh() => at_cosh(this);

        public Tensor tanh() => at_tanh(this);

        public Tensor arcsinh() => at_asinh(this);

        public Tensor asinh() => at_asinh(this);

        public Tensor arccosh() => at_acosh(this);

        public Tensor acosh() => at_acosh(this);

        public Tensor arctanh() => at_atanh(this);

        public Tensor atanh() => at_atanh(this);
    }
}
