namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// Initial values of parameters, written in place outside of autograd. All return the tensor they were given.
        /// </summary>
        /// <remarks>
        /// TorchSharp's <c>xavier_normal_</c> draws uniform values and its <c>trunc_normal_</c> exchanges mean and deviation; model code
        /// must mean the same under both providers, so neither is offered here.
        /// </remarks>
        public static class init
        {
            /// <summary>Which fan keeps its variance: inputs in the forward or outputs in the backward computation.</summary>
            public enum FanInOut
            {
                /// <summary>The number of inputs.</summary>
                FanIn = 0,

                /// <summary>The number of outputs.</summary>
                FanOut = 1,
            }

            /// <summary>What follows the layer.</summary>
            public enum NonlinearityType
            {
                /// <summary>Nothing.</summary>
                Linear = 0,

                /// <summary>A one-dimensional convolution.</summary>
                Conv1D = 1,

                /// <summary>A two-dimensional convolution.</summary>
                Conv2D = 2,

                /// <summary>A three-dimensional convolution.</summary>
                Conv3D = 3,

                /// <summary>A one-dimensional transposed convolution.</summary>
                ConvTranspose1D = 4,

                /// <summary>A two-dimensional transposed convolution.</summary>
                ConvTranspose2D = 5,

                /// <summary>A three-dimensional transposed convolution.</summary>
                ConvTranspose3D = 6,

                /// <summary>A sigmoid.</summary>
                Sigmoid = 7,

                /// <summary>A hyperbolic tangent.</summary>
                Tanh = 8,

                /// <summary>A rectified linear unit.</summary>
                ReLU = 9,

                /// <summary>A leaky rectified linear unit.</summary>
                LeakyReLU = 10,
            }

            /// <summary>The factor that keeps the variance through a nonlinearity, after PyTorch's table.</summary>
            /// <param name="nonlinearity">What follows the layer.</param>
            /// <param name="param">The negative slope of a leaky rectified linear unit.</param>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2.0),
                NonlinearityType.LeakyReLU => Math.Sqrt(2.0 / (1 + (param * param))),
                _ => 1.0,
            };

            /// <summary>Inputs and outputs per unit of a weight <c>[out, in, ...]</c>.</summary>
            /// <exception cref="ArgumentException">Fewer than two dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                    throw new ArgumentException("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions", nameof(tensor));
                var receptiveField = shape.Skip(2).Aggregate(1L, (product, size) => product * size);
                return (shape[1] * receptiveField, shape[0] * receptiveField);
            }

            /// <summary>All ones.</summary>
            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            /// <summary>All zeros.</summary>
            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);

            /// <summary>All the same.</summary>
            public static Tensor constant_(Tensor tensor, Scalar val) => Untracked(tensor, t => t.fill_(val));

            /// <summary>Uniform in <c>[low, high)</c>.</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) =>
                Untracked(tensor, t => t.uniform_(low, high, generator));

            /// <summary>Normal.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
                Untracked(tensor, t => t.normal_(mean, std, generator));

            /// <summary>Ones on the diagonal of a matrix, zeros elsewhere.</summary>
            /// <exception cref="ArgumentException">Not a matrix.</exception>
            public static Tensor eye_(Tensor tensor)
            {
                if (tensor.shape is not [var rows, var columns])
                    throw new ArgumentException("eye_ needs a matrix", nameof(tensor));
                return Untracked(tensor, t =>
                {
                    using var identity = eye(rows, columns, dtype: t.dtype, device: t.device);
                    t.copy_(identity);
                });
            }

            /// <summary>Uniform, keeping the variance (He et al. 2015): bound <c>gain sqrt(3 / fan)</c>.</summary>
            public static Tensor kaiming_uniform_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3.0) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Normal, keeping the variance (He et al. 2015): deviation <c>gain / sqrt(fan)</c>.</summary>
            public static Tensor kaiming_normal_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            /// <summary>Uniform (Glorot and Bengio 2010): bound <c>gain sqrt(6 / (fan in + fan out))</c>.</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                var deviation = gain * Math.Sqrt(2.0 / (fanIn + fanOut));
                var bound = Math.Sqrt(3.0) * deviation;
                return uniform_(tensor, -bound, bound);
            }

            /// <inheritdoc cref="xavier_uniform_"/>
            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static Tensor Untracked(Tensor tensor, Action<Tensor> fill)
            {
                using var guard = no_grad();
                fill(tensor);
                return tensor;
            }
        }
    }
}
