using System.IO.MemoryMappedFiles;
using Auscult.Foundation;
using static TorchSharp.torch;

namespace Auscult.Learning.Checkpoints;

/// <summary>A safetensors file, memory-mapped: opening it reads the header only (https://huggingface.co/docs/safetensors).</summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly string _file;
    private readonly SafetensorsHeader _header;
    private readonly Dictionary<string, SafetensorsEntry> _byName;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;

    private SafetensorsFile(string file, SafetensorsHeader header, MemoryMappedFile map)
    {
        (_file, _header, _map) = (file, header, map);
        _view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _byName = header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors, in the order of the header.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _header.Entries;

    /// <summary>The free strings of the header.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks that its header describes every byte of it exactly once.</summary>
    /// <exception cref="InputException">It is missing, truncated or malformed.</exception>
    public static SafetensorsFile Open(string file)
    {
        if (!File.Exists(file))
            throw new InputException("no such file", file);
        SafetensorsHeader header;
        using (var stream = File.OpenRead(file))
            header = SafetensorsHeader.Read(stream, file);
        return new SafetensorsFile(file, header, MemoryMappedFile.CreateFromFile(file, FileMode.Open, null, 0, MemoryMappedFileAccess.Read));
    }

    /// <summary>A copy of one tensor, on the CPU.</summary>
    /// <exception cref="InputException">There is no such tensor, or the tensor engine lacks its type.</exception>
    public Tensor Read(string name)
    {
        if (!_byName.TryGetValue(name, out var entry))
            throw new InputException($"no tensor '{name}'", _file, remedy: NearestName.Suggest(name, _byName.Keys));
        var type = SafetensorsTypes.Parse(entry.DataType)
            ?? throw new InputException($"tensor '{name}' has dtype {entry.DataType}, which the tensor engine lacks", _file);
        var result = empty([.. entry.Shape], dtype: type);
        if (entry.End > entry.Begin)
            CopyTo(entry, result);
        return result;
    }

    private unsafe void CopyTo(SafetensorsEntry entry, Tensor result)
    {
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            var bytes = new ReadOnlySpan<byte>(start + _view.PointerOffset + _header.PayloadStart + entry.Begin, checked((int)(entry.End - entry.Begin)));
            bytes.CopyTo(result.bytes);
        }
        finally
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }
}
