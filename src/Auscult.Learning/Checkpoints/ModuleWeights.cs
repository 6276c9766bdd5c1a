using Auscult.Foundation;
using static TorchSharp.torch;

namespace Auscult.Learning.Checkpoints;

/// <summary>Weights of a module as a safetensors file.</summary>
public static class ModuleWeights
{
    /// <summary>Writes parameters and persistent buffers under their names.</summary>
    public static void Save(string file, nn.Module module, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriter.Write(file, module.state_dict(), metadata);

    /// <summary>Loads every parameter and persistent buffer; the module may live on any device.</summary>
    /// <exception cref="InputException">A tensor is missing, superfluous or of another shape; names it.</exception>
    public static void Load(string file, nn.Module module)
    {
        using var scope = NewDisposeScope();
        using var source = SafetensorsFile.Open(file);
        var own = module.state_dict();
        if (source.Entries.FirstOrDefault(entry => !own.ContainsKey(entry.Name)) is { } foreign)
        {
            throw new InputException(
                $"tensor '{foreign.Name}' belongs to no part of the network", file,
                remedy: "use the encoder configuration of the checkpoint");
        }
        foreach (var (name, tensor) in own)
            OptimizerMoments.Copy(source.Read(name), tensor, name, file);
    }
}
