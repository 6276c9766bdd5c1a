using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Pointwise operators that overwrite the tensor they are called on and return it.
    public partial class Tensor
    {
        public Tensor deg2rad_() => Done(at_deg2rad_(this));

        public Tensor rad2deg_() => Done(at_rad2deg_(this));

        public Tensor copysign_(Tensor other) => Done(at_copysign_(this, other));

        public Tensor digamma_() => Done(at_digamma_(this));

        public Tensor lgamma_() => Done(at_lgamma_(this));

        public Tensor relu_() => Done(at_relu_(this));

        public Tensor heaviside_(Tensor other) => Done(at_heaviside_(this, other));

        public Tensor i0_() => Done(at_i0_(this));

        public Tensor lerp_(Tensor end, Tensor weight) => Done(at_lerp_(this, end, weight));

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Done(at_clamp_(this, min, max));

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Done(at_clamp_tensor_(this, min, max));

        public Tensor clamp_max_(Scalar max) => Done(at_clamp_max_scalar_(this, max));

        public Tensor clamp_min_(Scalar min) => Done(at_clamp_min_scalar_(this, min));

        public Tensor erf_() => Done(at_erf_(this));

        public Tensor erfc_() => Done(at_erfc_(this));

        public Tensor erfinv_() => Done(at_erfinv_(this));

        public Tensor eq_(Tensor target) => Done(at_eq_(this, target));

        public Tensor eq_(Scalar target) => Done(at_eq_scalar_(this, target));

        public Tensor ge_(Tensor target) => Done(at_ge_(this, target));

        public Tensor ge_(Scalar target) => Done(at_ge_scalar_(this, target));

        public Tensor gt_(Tensor target) => Done(at_gt_(this, target));

        public Tensor gt_(Scalar target) => Done(at_gt_scalar_(this, target));

        public Tensor lcm_(Tensor other) => Done(at_lcm_(this, other));

        public Tensor ldexp_(Tensor other) => Done(at_ldexp_(this, other));

        public Tensor le_(Tensor target) => Done(at_le_(this, target));

        public Tensor less_equal_(Tensor target) => Done(at_le_(this, target));

        public Tensor le_(Scalar target) => Done(at_le_scalar_(this, target));

        public Tensor lt_(Tensor target) => Done(at_lt_(this, target));

        public Tensor lt_(Scalar target) => Done(at_lt_scalar_(this, target));

        public Tensor ne_(Tensor target) => Done(at_ne_(this, target));

        public Tensor not_equal_(Tensor target) => Done(at_ne_(this, target));

        public Tensor ne_(Scalar target) => Done(at_ne_scalar_(this, target));

        public Tensor sigmoid_() => Done(at_sigmoid_(this));

        public Tensor nan_to_num_(double nan = 0, double? posinf = null, double? neginf = null) =>
            Done(at_nan_to_num_(this, nan, posinf ?? 0, posinf.HasValue, neginf ?? 0, neginf.HasValue));

        public Tensor abs_() => Done(at_abs_(this));

        public Tensor absolute_() => Done(at_abs_(this));

        public Tensor add_(Tensor target, Scalar alpha) => Done(at_add_(this, target, alpha));

        public Tensor add_(Scalar scalar, Scalar alpha) => Done(at_add_scalar_(this, scalar, alpha));

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Done(at_addcdiv_(this, tensor1, tensor2, value));

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Done(at_addcmul_(this, tensor1, tensor2, value));

        public Tensor bitwise_and_(Tensor other) => Done(at_bitwise_and_(this, other));

        public Tensor bitwise_not_() => Done(at_bitwise_not_(this));

        public Tensor bitwise_or_(Tensor other) => Done(at_bitwise_or_(this, other));

        public Tensor bitwise_xor_(Tensor other) => Done(at_bitwise_xor_(this, other));

        public Tensor ceil_() => Done(at_ceil_(this));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Done(at_div_(this, target, (int)rounding_mode));

        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Done(at_div_(this, target, (int)rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Done(at_div_scalar_(this, target, (int)rounding_mode));

        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Done(at_div_scalar_(this, target, (int)rounding_mode));

        public Tensor exp_() => Done(at_exp_(this));

        public Tensor exp2_() => Done(at_exp2_(this));

        public Tensor expm1_() => Done(at_expm1_(this));

        public Tensor float_power_(Tensor target) => Done(at_float_power_(this, target));

        public Tensor floor_() => Done(at_floor_(this));

        public Tensor floor_divide_(Tensor other) => Done(at_floor_divide_(this, other));

        public Tensor floor_divide_(Scalar other) => Done(at_floor_divide_scalar_(this, other));

        public Tensor fmod_(Tensor target) => Done(at_fmod_(this, target));

        public Tensor fmod_(Scalar scalar) => Done(at_fmod_scalar_(this, scalar));

        public Tensor frac_() => Done(at_frac_(this));

        public Tensor gcd_(Tensor other) => Done(at_gcd_(this, other));

        public Tensor log_() => Done(at_log_(this));

        public Tensor log10_() => Done(at_log10_(this));

        public Tensor log1p_() => Done(at_log1p_(this));

        public Tensor log2_() => Done(at_log2_(this));

        public Tensor logical_and_(Tensor other) => Done(at_logical_and_(this, other));

        public Tensor logical_not_() => Done(at_logical_not_(this));

        public Tensor logical_or_(Tensor other) => Done(at_logical_or_(this, other));

        public Tensor logical_xor_(Tensor other) => Done(at_logical_xor_(this, other));

        public Tensor mul_(Tensor target) => Done(at_mul_(this, target));

        public Tensor mul_(Scalar target) => Done(at_mul_scalar_(this, target));

        public Tensor neg_() => Done(at_neg_(this));

        public Tensor pow_(Tensor exponent) => Done(at_pow_(this, exponent));

        public Tensor pow_(Scalar exponent) => Done(at_pow_scalar_(this, exponent));

        public Tensor reciprocal_() => Done(at_reciprocal_(this));

        public Tensor remainder_(Tensor target) => Done(at_remainder_(this, target));

        public Tensor remainder_(Scalar scalar) => Done(at_remainder_scalar_(this, scalar));

        public Tensor round_(long decimals = 0) => Done(at_round_(this, decimals));

        public Tensor rsqrt_() => Done(at_rsqrt_(this));

        public Tensor sqrt_() => Done(at_sqrt_(this));

        public Tensor sign_() => Done(at_sign_(this));

        public Tensor sgn_() => Done(at_sgn_(this));

        public Tensor subtract_(Scalar target) => Done(at_sub_scalar_(this, target));

        public Tensor subtract_(Tensor target) => Done(at_sub_(this, target));

        public Tensor sub_(Tensor target) => Done(at_sub_(this, target));

        public Tensor sub_(Scalar target) => Done(at_sub_scalar_(this, target));

        public Tensor trunc_() => Done(at_trunc_(this));

        public Tensor fix_() => Done(at_trunc_(this));

        public Tensor xlogy_(Tensor y) => Done(at_xlogy_(this, y));

        public Tensor xlogy_(Scalar y) => Done(at_xlogy_scalar_(this, y));

        public Tensor asin_() => Done(at_asin_(this));

        public Tensor arcsin_() => Done(at_asin_(this));

        public Tensor acos_() => Done(at_acos_(this));

        public Tensor arccos_() => Done(at_acos_(this));

        public Tensor atan_() => Done(at_atan_(this));

        public Tensor arctan_() => Done(at_atan_(this));

        public Tensor arctan2_(Tensor other) => Done(at_atan2_(this, other));

        public Tensor atan2_(Tensor other) => Done(at_atan2_(this, other));

        public Tensor cos_() => Done(at_cos_(this));

        public Tensor sin_() => Done(at_sin_(this));

        public Tensor tan_() => Done(at_tan_(this));

        public Tensor sinc_() => Done(at_sinc_(this));

        public Tensor sinh_() => Done(at_sinh_(this));

        public Tensor cosh_() => Done(at_cosh_(this));

        public Tensor tanh_() => Done(at_tanh_(this));

        public Tensor arcsinh_() => Done(at_asinh_(this));

        public Tensor asinh_() => Done(at_asinh_(this));

        public Tensor arccosh_() => Done(at_acosh_(this));

        public Tensor acosh_() => Done(at_acosh_(this));

        public Tensor arctanh_() => Done(at_atanh_(this));

        public Tensor atanh_() => Done(at_atanh_(this));
    }
}
