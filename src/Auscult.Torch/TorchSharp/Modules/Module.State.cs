using Auscult.Foundation;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The parameters and persistent buffers by dotted name: the tensors themselves, not copies.</summary>
            /// <param name="destination">A dictionary to add to; names it already has stay as they are.</param>
            /// <param name="prefix">Goes before every name, with a dot.</param>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= new Dictionary<string, Tensor>(StringComparer.Ordinal);
                string Key(string entry) => string.IsNullOrEmpty(prefix) ? entry : $"{prefix}.{entry}";
                foreach (var (parameterName, parameter) in named_parameters())
                    destination.TryAdd(Key(parameterName), parameter);
                foreach (var (bufferName, buffer) in named_buffers(include_nonpersistent: false))
                    destination.TryAdd(Key(bufferName), buffer);
                foreach (var (childName, child) in _children)
                    child.state_dict(destination, Key(childName));
                return destination;
            }

            /// <summary>Copies values into the parameters and buffers of the same names.</summary>
            /// <param name="source">Values by dotted name.</param>
            /// <param name="strict">Refuse a source whose names differ from this module's.</param>
            /// <param name="skip">Names to leave alone on both sides.</param>
            /// <returns>The names that only this module has, and the names that only the source has.</returns>
            /// <exception cref="InvalidOperationException">Strict, and the names differ.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var destination = state_dict();
                bool Considered(string key) => skip is null || !skip.Contains(key);
                var unexpected = source.Keys.Where(key => Considered(key) && !destination.ContainsKey(key)).ToList();
                var missing = destination.Keys.Where(key => Considered(key) && !source.ContainsKey(key)).ToList();
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                    throw new InvalidOperationException(
                        $"the state does not fit {GetName()}: missing {Listed(missing)}, unexpected {Listed(unexpected)}");
                using var guard = no_grad();
                foreach (var (key, value) in source)
                {
                    if (Considered(key) && destination.TryGetValue(key, out var target))
                        target.copy_(value);
                }
                return (missing, unexpected);
            }

            /// <summary>Writes the state in TorchSharp's <c>.dat</c> format; the file appears whole or not at all.</summary>
            /// <param name="location">The file.</param>
            /// <param name="skip">Names to leave out.</param>
            public Module save(string location, IList<string>? skip = null)
            {
                AtomicFile.Write(location, stream =>
                {
                    using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                    save(writer, skip);
                });
                return this;
            }

            /// <summary>Writes the state to a stream, which is closed afterwards.</summary>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            /// <summary>Writes the state.</summary>
            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>
            /// Writes tensors by name: the count, then per entry the name and the tensor as <see cref="TensorExtensionMethods.Save(Tensor, BinaryWriter)"/> does.
            /// </summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var entries = sd.Where(entry => skip is null || !skip.Contains(entry.Key)).ToList();
                writer.Write7BitEncodedInt64(entries.Count);
                foreach (var (key, value) in entries)
                {
                    writer.Write(key);
                    value.Save(writer);
                }
            }

            /// <summary>Reads a state that <see cref="save(string, IList{string})"/> or TorchSharp wrote.</summary>
            /// <param name="location">The file.</param>
            /// <param name="strict">Refuse a file whose names differ from this module's.</param>
            /// <param name="skip">Names in the file to pass over.</param>
            /// <param name="loadedParameters">Receives every name in the file, and whether this module has it.</param>
            /// <exception cref="FileNotFoundException">There is no such file.</exception>
            /// <exception cref="ArgumentException">Strict, and names or their number differ; or a shape or element type differs.</exception>
            public virtual Module load(
                string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location))
                    throw new FileNotFoundException($"no such file: {location}", location);
                return load(File.OpenRead(location), strict, skip, loadedParameters);
            }

            /// <summary>Reads a state from a stream, which is closed afterwards.</summary>
            public Module load(
                Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>Reads a state.</summary>
            public virtual Module load(
                BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                var destination = state_dict();
                var count = reader.Read7BitEncodedInt64();
                if (strict && count != destination.Count)
                    throw new ArgumentException($"the file has {count} entries where {GetName()} has {destination.Count}", nameof(reader));
                for (var entry = 0L; entry < count; entry++)
                {
                    var key = reader.ReadString();
                    var found = destination.TryGetValue(key, out var target);
                    if (!found && strict)
                        throw new ArgumentException($"{GetName()} has no parameter or buffer named {key}", nameof(reader));
                    if (found && skip?.Contains(key) != true)
                        target!.Load(reader);
                    else
                        TensorExtensionMethods.Load(reader, skip: true).Dispose();
                    loadedParameters?.Add(key, found);
                }
                return this;
            }

            /// <summary>Makes a module and loads its state from a file.</summary>
            public static Module Create<T>(string path)
                where T : Module, new() => new T().load(path);

            private static string Listed(List<string> keys) => keys.Count == 0 ? "none" : string.Join(", ", keys);
        }
    }
}
