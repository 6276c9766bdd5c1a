using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Moves and converts parameters and buffers; see <see cref="ModuleExtensionMethods"/>.</summary>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                CheckElementType(dtype);
                CheckDevice(device.type);
                Convert(dtype, device, non_blocking);
                return this;
            }

            /// <summary>Moves parameters and buffers; see <see cref="ModuleExtensionMethods"/>.</summary>
            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                CheckDevice(deviceType);
                Convert(null, new Device(deviceType, deviceType == DeviceType.CUDA ? deviceIndex : -1), non_blocking);
                return this;
            }

            /// <summary>Converts parameters and buffers; see <see cref="ModuleExtensionMethods"/>.</summary>
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                CheckElementType(dtype);
                Convert(dtype, null, non_blocking);
                return this;
            }

            /// <summary>Moves and converts parameters and buffers to where and what <paramref name="other"/> is.</summary>
            public Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);

            internal T MoveTo<T>(Device? device, ScalarType? dtype)
                where T : Module => (T)_to(device ?? get_default_device(), dtype ?? get_default_dtype(), false);

            // Converted parameters are new objects, as in TorchSharp: convert first, build the optimiser afterwards.
            private void Convert(ScalarType? dtype, Device? device, bool nonBlocking)
            {
                foreach (var (_, child) in named_children())
                {
                    if (device is null)
                        child._to(dtype!.Value, nonBlocking);
                    else if (dtype is null)
                        child._to(device.type, device.index, nonBlocking);
                    else
                        child._to(device, dtype.Value, nonBlocking);
                }
                foreach (var (parameterName, parameter) in named_parameters(false).ToList())
                {
                    if (Converted(parameter, dtype, device, nonBlocking) is { } converted)
                        Replace(parameterName, parameter, converted);
                }
                foreach (var (bufferName, buffer) in named_buffers(false).ToList())
                {
                    var type = dtype is not null && IsConvertible(buffer.dtype) ? dtype.Value : buffer.dtype;
                    if (WillCopy(buffer, type, device))
                        Replace(bufferName, buffer, buffer.to(type, device ?? buffer.device, non_blocking: nonBlocking));
                }
                if (device is not null)
                    (_deviceType, _deviceIndex) = (device.type, device.index);
            }

            private static Parameter? Converted(Parameter parameter, ScalarType? dtype, Device? device, bool nonBlocking)
            {
                var type = dtype is not null && IsConvertible(parameter.dtype) ? dtype.Value : parameter.dtype;
                if (!WillCopy(parameter, type, device))
                    return null;
                using var guard = no_grad();
                using var gradient = parameter.grad;
                var target = device ?? parameter.device;
                var converted = new Parameter(parameter.to(type, target, non_blocking: nonBlocking), parameter.requires_grad);
                if (gradient is not null)
                {
                    using var moved = gradient.to(type, target, non_blocking: nonBlocking);
                    converted.grad = moved;
                }
                return converted;
            }

            // A property of that name (Linear.weight) registers its value itself; a field is registered and set.
            [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Module's own annotation keeps the properties of every derived type.")]
            private void Replace(string componentName, Tensor old, Tensor replacement)
            {
                replacement.DetachFromDisposeScope();
                if (GetType().GetProperty(componentName) is { CanWrite: true } property)
                {
                    property.SetValue(this, replacement);
                }
                else
                {
                    if (replacement is Parameter parameter)
                        ConditionallyRegisterParameter(componentName, parameter);
                    else
                        ConditionallyRegisterBuffer(componentName, replacement);
                    ComponentFields().FirstOrDefault(field => string.Equals(field.ComponentName(), componentName, StringComparison.Ordinal))
                        ?.SetValue(this, replacement);
                }
                old.DetachFromDisposeScope().Dispose();
            }

            private static bool WillCopy(Tensor tensor, ScalarType dtype, Device? device) =>
                tensor.dtype != dtype ||
                (device is not null && (tensor.device_type != device.type || (device.index >= 0 && tensor.device_index != device.index)));

            private static bool IsConvertible(ScalarType dtype) => is_floating_point(dtype) || is_complex(dtype);

            private static void CheckElementType(ScalarType dtype)
            {
                if (!IsConvertible(dtype))
                    throw new ArgumentException($"a module converts only to floating-point or complex types, not to {dtype}", nameof(dtype));
            }

            private static void CheckDevice(DeviceType type)
            {
                if (type == DeviceType.CUDA && !cuda.is_available())
                    throw new InvalidOperationException("CUDA is not available.");
            }
        }
    }
}
