namespace TorchSharp;

public static partial class torch
{
    // The tensor methods of the same name as functions: activations.
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
}
