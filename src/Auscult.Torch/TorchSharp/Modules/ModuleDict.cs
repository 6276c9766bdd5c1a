using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>
/// Modules by name, in the order they were added; registered under their names when the owner registers its components.
/// Modules added after that are not part of the owner's state, as in TorchSharp.
/// </summary>
public class ModuleDict<T> : Module, IDictionary<string, T>, IList<(string, T)>
    where T : Module
{
    private readonly OrderedDictionary<string, T> _entries = new(StringComparer.Ordinal);
    private bool _registered;

    /// <summary>An empty dictionary.</summary>
    public ModuleDict()
        : base("ModuleDict")
    {
    }

    /// <inheritdoc cref="ICollection{T}.Count"/>
    public int Count => _entries.Count;

    /// <inheritdoc cref="ICollection{T}.IsReadOnly"/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public ICollection<string> Keys => _entries.Keys;

    /// <inheritdoc/>
    public ICollection<T> Values => _entries.Values;

    /// <inheritdoc/>
    public (string, T) this[int index]
    {
        get => (_entries.GetAt(index).Key, _entries.GetAt(index).Value);
        set => _entries.SetAt(index, value.Item1, value.Item2);
    }

    /// <inheritdoc/>
    public T this[string key]
    {
        get => _entries[key];
        set => _entries[key] = value;
    }

    /// <summary>The names.</summary>
    public IEnumerable<string> keys() => _entries.Keys;

    /// <summary>The modules.</summary>
    public IEnumerable<T> values() => _entries.Values;

    /// <summary>The names with their modules.</summary>
    public IEnumerator<(string, T)> items() => GetEnumerator();

    /// <inheritdoc/>
    public void Add((string, T) item) => _entries.Add(item.Item1, item.Item2);

    /// <inheritdoc/>
    public void Add(string key, T value) => _entries.Add(key, value);

    /// <inheritdoc/>
    public void Add(KeyValuePair<string, T> item) => _entries.Add(item.Key, item.Value);

    /// <summary>Forgets all members.</summary>
    public void clear() => _entries.Clear();

    /// <inheritdoc cref="ICollection{T}.Clear"/>
    public void Clear() => _entries.Clear();

    /// <inheritdoc/>
    public bool Contains((string, T) item) => IndexOf(item) >= 0;

    /// <inheritdoc/>
    public bool Contains(KeyValuePair<string, T> item) => Contains((item.Key, item.Value));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _entries.TryGetValue(key, out value);

    /// <inheritdoc/>
    public void CopyTo((string, T)[] array, int arrayIndex)
    {
        foreach (var (key, value) in _entries)
            array[arrayIndex++] = (key, value);
    }

    /// <inheritdoc/>
    public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => ((ICollection<KeyValuePair<string, T>>)_entries).CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public int IndexOf((string, T) item) =>
        _entries.IndexOf(item.Item1) is var index && index >= 0 && ReferenceEquals(_entries.GetAt(index).Value, item.Item2) ? index : -1;

    /// <inheritdoc/>
    public void Insert(int index, (string, T) item) => _entries.Insert(index, item.Item1, item.Item2);

    /// <inheritdoc/>
    public bool Remove((string, T) item) => Contains(item) && _entries.Remove(item.Item1);

    /// <inheritdoc/>
    public bool Remove(KeyValuePair<string, T> item) => Remove((item.Key, item.Value));

    /// <inheritdoc/>
    public bool Remove(string key) => _entries.Remove(key);

    /// <inheritdoc/>
    public void RemoveAt(int index) => _entries.RemoveAt(index);

    /// <inheritdoc cref="IEnumerable{T}.GetEnumerator"/>
    public IEnumerator<(string, T)> GetEnumerator() => _entries.Select(entry => (entry.Key, entry.Value)).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() => _entries.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        if (_registered)
            return;
        foreach (var (key, module) in _entries)
            register_module(key, module);
        _registered = true;
    }
}
