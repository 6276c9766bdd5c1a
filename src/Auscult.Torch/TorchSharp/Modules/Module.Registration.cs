using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private const BindingFlags InstanceFields = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

            private bool _componentsRegistered;

            /// <summary>
            /// Registers every field of this object that holds a module, a parameter or a tensor (as a buffer), in declaration order,
            /// most derived class first. Fields that are null or already registered are passed over; a second call does nothing.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (_componentsRegistered)
                    return;
                foreach (var field in ComponentFields())
                {
                    var component = field.ComponentName();
                    if (_children.ContainsKey(component) || _ownParameters.ContainsKey(component) || _ownBuffers.ContainsKey(component))
                        continue;
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }
                _componentsRegistered = true;
            }

            /// <summary>Registers a child module; a null module removes the name.</summary>
            /// <exception cref="ArgumentException">The name is empty or contains a dot.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    _children.Remove(name);
                    return;
                }
                if (string.IsNullOrEmpty(name))
                    throw new ArgumentException("a module's name must not be empty", nameof(name));
                if (name.Contains('.', StringComparison.Ordinal))
                    throw new ArgumentException($"a module's name must not contain a dot: {name}", nameof(name));
                if (_children.ContainsKey(name))
                    throw new InvalidOperationException($"a sub-module named {name} is already registered");
                submodule.RegisterComponents();
                _children.Add(name, submodule);
            }

            /// <inheritdoc cref="register_module"/>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Registers a parameter.</summary>
            /// <exception cref="ArgumentNullException">There is no tensor.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                if (!_ownParameters.TryAdd(name, param))
                    throw new InvalidOperationException($"a parameter named {name} is already registered");
            }

            /// <summary>Registers a tensor that belongs to the state but is not trained.</summary>
            /// <param name="name">The buffer's name.</param>
            /// <param name="tensor">The buffer.</param>
            /// <param name="persistent">
            /// Whether it is listed, moved and saved. As in TorchSharp, a buffer registered as not persistent is owned but never listed.
            /// </param>
            /// <exception cref="ArgumentNullException">There is no tensor.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (!_ownBuffers.TryAdd(name, (tensor, persistent)))
                    throw new InvalidOperationException($"a buffer named {name} is already registered");
            }

            /// <summary>Registers, replaces or (with null) removes a parameter.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                    _ownParameters.Remove(name);
                else
                    _ownParameters[name] = value;
            }

            /// <summary>Registers, replaces or (with null) removes a buffer.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null)
                    _ownBuffers.Remove(name);
                else
                    _ownBuffers[name] = (value, persistent);
            }

            /// <summary>Forgets the registered children without disposing them.</summary>
            protected void ClearModules() => _children.Clear();

            // Private fields of a base class are visible only through that class, hence the walk; of equal names the derived one counts.
            [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Module's own annotation keeps the fields of every derived type.")]
            private IEnumerable<FieldInfo> ComponentFields()
            {
                var seen = new HashSet<string>(StringComparer.Ordinal);
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                {
                    foreach (var field in type.GetFields(InstanceFields))
                    {
                        if (seen.Add(field.Name))
                            yield return field;
                    }
                }
            }
        }
    }
}
