using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Building blocks of neural networks.</summary>
    public static partial class nn
    {
        /// <summary>
        /// A node of a model: named parameters, named buffers and named child modules. Fields of those types become
        /// registered under their field names (or their <see cref="Utils.ComponentNameAttribute"/>) when the constructor of a derived
        /// class calls <see cref="RegisterComponents"/> as its last statement.
        /// </summary>
        /// <remarks>
        /// The registered names, joined by dots, are the keys of <see cref="state_dict"/> and of saved files. A module owns
        /// what is registered in it: disposing the module disposes its parameters, its buffers and its children.
        /// </remarks>
        [DynamicallyAccessedMembers(ComponentMembers)]
        public partial class Module : IDisposable
        {
            // Trimming and ahead-of-time compilation keep these members of every derived module, so that fields can be found by name.
            internal const DynamicallyAccessedMemberTypes ComponentMembers =
                DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields |
                DynamicallyAccessedMemberTypes.PublicProperties;

            private readonly OrderedDictionary<string, Module> _children = new(StringComparer.Ordinal);
            private readonly OrderedDictionary<string, (Tensor Value, bool Persistent)> _ownBuffers = new(StringComparer.Ordinal);
            private readonly OrderedDictionary<string, Parameter> _ownParameters = new(StringComparer.Ordinal);
            private bool _training = true;
            private bool _disposed;

            /// <summary>The name given to the constructor; the type's own name where that was empty.</summary>
            protected string? name;

            /// <summary>The kind of device the parameters live on.</summary>
            protected DeviceType _deviceType = DeviceType.CPU;

            /// <summary>The ordinal of the device the parameters live on; -1 on the CPU.</summary>
            protected int _deviceIndex = -1;

            /// <param name="name">A name for messages; it is no part of any parameter's name.</param>
            protected Module(string name) => this.name = name;

            /// <summary>Whether the module is in training mode (dropout active). True at the start.</summary>
            public virtual bool training => _training;

            /// <summary>Sets training mode here and in every child.</summary>
            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, child) in named_children())
                    child.train(train);
            }

            /// <summary>Sets evaluation mode here and in every child: <c>train(false)</c>.</summary>
            public virtual void eval() => train(false);

            /// <summary>The name given at construction, else the type's name.</summary>
            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            /// <summary>Calls <paramref name="fn"/> on every descendant, children before parents, then on this module.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in _children.Values)
                    child.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Clears the gradients of all parameters.</summary>
            /// <param name="set_to_none">Drop the gradient tensors (the default) instead of filling them with zeros.</param>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    using var gradient = parameter.grad;
                    if (gradient is null)
                        continue;
                    if (set_to_none)
                        parameter.grad = null;
                    else
                        gradient.zero_();
                }
            }

            /// <summary>Frees the parameters, the buffers and the children.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the parameters, the buffers and the children; derived classes that override it call the base.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _disposed)
                    return;
                _disposed = true;
                foreach (var (buffer, _) in _ownBuffers.Values)
                    buffer.DetachFromDisposeScope().Dispose();
                foreach (var parameter in _ownParameters.Values)
                    parameter.DetachFromDisposeScope().Dispose();
                foreach (var (_, child) in named_children())
                    child.Dispose();
            }
        }
    }
}
