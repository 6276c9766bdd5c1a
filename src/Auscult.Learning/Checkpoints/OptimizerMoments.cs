using System.Globalization;
using Auscult.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Auscult.Learning.Checkpoints;

/// <summary>AdamW's moments as named tensors: <c>exp_avg.NAME</c>, <c>exp_avg_sq.NAME</c>, <c>step.NAME</c>.</summary>
internal static class OptimizerMoments
{
    /// <summary>Writes the moments of an optimiser.</summary>
    /// <param name="file">Target file.</param>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="names">Its parameters' names, in its own order.</param>
    public static void Save(string file, AdamW optimizer, IReadOnlyList<string> names)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, state) in names.Zip(States(optimizer)))
        {
            tensors[$"exp_avg.{name}"] = state.exp_avg;
            tensors[$"exp_avg_sq.{name}"] = state.exp_avg_sq;
            tensors[$"step.{name}"] = tensor(new[] { state.step }, ScalarType.Int64);
        }
        SafetensorsWriter.Write(file, tensors, new Dictionary<string, string>
        {
            ["optimizer"] = nameof(AdamW),
            ["parameters"] = names.Count.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>Restores the moments into an optimiser over the same parameters.</summary>
    /// <exception cref="InputException">The file belongs to another network.</exception>
    public static void Load(string file, AdamW optimizer, IReadOnlyList<string> names)
    {
        using var scope = NewDisposeScope();
        using var source = SafetensorsFile.Open(file);
        foreach (var (name, state) in names.Zip(States(optimizer)))
        {
            Copy(source.Read($"exp_avg.{name}"), state.exp_avg, name, file);
            Copy(source.Read($"exp_avg_sq.{name}"), state.exp_avg_sq, name, file);
            state.step = source.Read($"step.{name}").item<long>();
        }
    }

    /// <summary>Copies every named tensor of a file into the tensor of that name.</summary>
    /// <exception cref="InputException">One is missing or of another shape.</exception>
    public static void LoadInto(string file, IReadOnlyDictionary<string, Tensor> targets)
    {
        using var scope = NewDisposeScope();
        using var source = SafetensorsFile.Open(file);
        foreach (var (name, target) in targets)
            Copy(source.Read(name), target, name, file);
    }

    /// <summary>Copies values into an existing tensor of the same shape.</summary>
    internal static void Copy(Tensor from, Tensor to, string name, string file)
    {
        if (!from.shape.AsSpan().SequenceEqual(to.shape))
        {
            throw new InputException(
                $"tensor '{name}' has shape [{string.Join(", ", from.shape)}] where the network has [{string.Join(", ", to.shape)}]",
                file, remedy: "use the encoder configuration of the checkpoint");
        }
        using (no_grad())
            to.copy_(from);
    }

    private static IEnumerable<AdamW.State> States(AdamW optimizer) => optimizer.state_dict().State.Cast<AdamW.State>();
}
