using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The parameters with their dotted names; a tensor registered twice appears once.</summary>
            /// <param name="recurse">Also those of all descendants.</param>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
                foreach (var (name, parameter) in _ownParameters)
                {
                    if (seen.Add(parameter))
                        yield return (name, parameter);
                }
                if (!recurse)
                    yield break;
                foreach (var (childName, child) in _children)
                {
                    foreach (var (name, parameter) in child.named_parameters())
                    {
                        if (seen.Add(parameter))
                            yield return ($"{childName}.{name}", parameter);
                    }
                }
            }

            /// <summary>The persistent buffers with their dotted names; a tensor registered twice appears once.</summary>
            /// <param name="recurse">Also those of all descendants.</param>
            /// <param name="include_nonpersistent">Has no effect, as in TorchSharp: buffers that are not persistent are never listed.</param>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (name, (buffer, persistent)) in _ownBuffers)
                {
                    if (persistent && seen.Add(buffer))
                        yield return (name, buffer);
                }
                if (!recurse)
                    yield break;
                foreach (var (childName, child) in _children)
                {
                    foreach (var (name, buffer) in child.named_buffers(true, include_nonpersistent))
                    {
                        if (seen.Add(buffer))
                            yield return ($"{childName}.{name}", buffer);
                    }
                }
            }

            /// <summary>The direct children with their names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() =>
                _children.Select(child => (child.Key, child.Value));

            /// <summary>All descendants with their dotted names: the children first, then each child's descendants. Not this module.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children())
                    yield return child;
                foreach (var (childName, child) in named_children())
                {
                    foreach (var (name, module) in child.named_modules())
                        yield return ($"{childName}.{name}", module);
                }
            }

            /// <summary><see cref="named_parameters"/> without the names.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(entry => entry.parameter);

            /// <summary><see cref="named_buffers"/> without the names.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            /// <summary><see cref="named_modules"/> without the names.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            /// <summary><see cref="named_children"/> without the names.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(entry => entry.module);

            /// <summary>The parameter of that dotted name, or null.</summary>
            public virtual Parameter? get_parameter(string target)
            {
                if (_ownParameters.TryGetValue(target, out var parameter))
                    return parameter;
                var (child, rest) = Descend(target);
                return child?.get_parameter(rest);
            }

            /// <summary>The buffer of that dotted name, or null.</summary>
            public virtual Tensor? get_buffer(string target)
            {
                if (_ownBuffers.TryGetValue(target, out var buffer))
                    return buffer.Value;
                var (child, rest) = Descend(target);
                return child?.get_buffer(rest);
            }

            /// <summary>Whether a parameter of that dotted name exists.</summary>
            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            /// <summary>Whether a buffer of that dotted name exists.</summary>
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            private (Module? Child, string Remainder) Descend(string target)
            {
                var dot = target.IndexOf('.', StringComparison.Ordinal);
                if (dot < 0)
                    return (null, string.Empty);
                var child = named_children().FirstOrDefault(entry => string.Equals(entry.name, target[..dot], StringComparison.Ordinal)).module;
                return (child, target[(dot + 1)..]);
            }
        }
    }
}
