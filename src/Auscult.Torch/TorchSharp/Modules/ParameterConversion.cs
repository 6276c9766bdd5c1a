using TorchSharp.Modules;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    /// <summary>Makes a tensor a parameter with gradients; the tensor itself is invalid afterwards.</summary>
    public static Parameter AsParameter(this torch.Tensor tensor) => new(tensor);
}
