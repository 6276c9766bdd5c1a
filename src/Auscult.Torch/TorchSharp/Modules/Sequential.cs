using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules called one after the other, each on the result of the one before. Empty, it returns its input.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<(string Name, nn.IModule<Tensor, Tensor> Module)> _steps = [];

    /// <param name="modules">The modules with their names.</param>
    protected internal Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
        : base(nameof(Sequential))
    {
        foreach (var (stepName, module) in modules)
            append(stepName, module);
    }

    /// <param name="modules">The modules, named by their positions.</param>
    protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules)
        : base(nameof(Sequential))
    {
        foreach (var module in modules)
            append(module);
    }

    /// <summary>How many modules there are.</summary>
    public int Count => _steps.Count;

    /// <summary>The module at that position.</summary>
    [IndexerName("SequentialItems")]
    public nn.IModule<Tensor, Tensor> this[int index] => _steps[index].Module;

    /// <summary>A sequence of the same module objects from <c>start</c> (default 0) up to, not including, <c>end</c> (default all).</summary>
    [IndexerName("SequentialItems")]
    public Sequential this[(int? start, int? end) index] => this[(index.start ?? 0)..(index.end ?? Count)];

    /// <summary>A sequence of the same module objects.</summary>
    [IndexerName("SequentialItems")]
    public Sequential this[Range index]
    {
        get
        {
            var (offset, length) = index.GetOffsetAndLength(Count);
            var slice = new Sequential(Array.Empty<nn.Module<Tensor, Tensor>>());
            foreach (var (stepName, module) in _steps.GetRange(offset, length))
                slice.append(stepName, module);
            return slice;
        }
    }

    /// <summary>Adds a module at the end.</summary>
    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        register_module(name, (nn.Module)module);
        _steps.Add((name, module));
        return this;
    }

    /// <summary>Adds a module at the end, named by its position.</summary>
    public Sequential append(nn.IModule<Tensor, Tensor> module) => append(Count.ToString(), module);

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor)
    {
        if (_steps.Count == 0)
            return tensor.alias();
        var current = _steps[0].Module.call(tensor);
        for (var step = 1; step < _steps.Count; step++)
        {
            var next = _steps[step].Module.call(current);
            current.Dispose();
            current = next;
        }
        return current;
    }
}
