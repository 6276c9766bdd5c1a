using System.Diagnostics.CodeAnalysis;
using Auscult.Torch.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A table of vectors looked up by index: integers <c>[...]</c> to <c>[..., embedding]</c>.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly long _paddingIndex;
    private readonly double? _maxNorm;
    private readonly double _normType;
    private readonly bool _scaleGradByFrequency;
    private readonly bool _sparse;

    [ComponentName(Name = nameof(weight))]
    private Parameter _weight;

    internal Embedding(Parameter weight, long? paddingIndex, double? maxNorm, double normType, bool scaleGradByFrequency, bool sparse)
        : base(nameof(Embedding))
    {
        _weight = null!;
        this.weight = weight;
        _paddingIndex = Normalized(paddingIndex, weight.shape[0]);
        _maxNorm = maxNorm;
        _normType = normType;
        _scaleGradByFrequency = scaleGradByFrequency;
        _sparse = sparse;
    }

    /// <summary><c>[num_embeddings, embedding]</c>, never null (TorchSharp declares it so). Setting it disposes the old one.</summary>
    [DisallowNull]
    public Parameter? weight
    {
        get => _weight;
        set
        {
            if (ReferenceEquals(value, _weight))
                return;
            _weight?.Dispose();
            _weight = value;
            value.DetachFromDisposeScope();
            ConditionallyRegisterParameter(nameof(weight), value);
        }
    }

    /// <summary>A table of standard normal values, the padding row zero: PyTorch's initialisation.</summary>
    internal static Parameter NormalTable(long rows, long columns, long? paddingIndex, Device? device, ScalarType? dtype)
    {
        var padding = Normalized(paddingIndex, rows);
        var table = new Parameter(empty(rows, columns, dtype, device));
        nn.init.normal_(table);
        if (padding >= 0)
        {
            using var guard = no_grad();
            using var row = table.select(0, padding);
            row.zero_();
        }
        return table;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (_maxNorm is { } maxNorm)
        {
            using var guard = no_grad();
            Native.Check(Native.at_embedding_renorm_(_weight, input, maxNorm, _normType));
        }
        return Native.at_embedding(_weight, input, _paddingIndex, _scaleGradByFrequency, _sparse);
    }

    // libtorch's own convention: -1 for none, negative indices count from the end.
    private static long Normalized(long? paddingIndex, long rows)
    {
        if (paddingIndex is not { } index)
            return -1;
        if (index >= rows || index < -rows)
            throw new ArgumentException($"padding_idx {index} is outside the table of {rows} rows", nameof(paddingIndex));
        return index < 0 ? index + rows : index;
    }
}
