namespace TorchSharp.Modules;

/// <summary>A tensor that a model learns.</summary>
public class Parameter : torch.Tensor
{
    /// <param name="data">The values. The parameter takes the tensor over: <paramref name="data"/> is invalid afterwards.</param>
    /// <param name="requires_grad">Whether gradients are computed for it.</param>
    public Parameter(torch.Tensor data, bool requires_grad = true)
        : this(Taken(data, requires_grad))
    {
    }

    private Parameter((IntPtr Handle, DisposeScope? Scope) taken)
        : base(taken.Handle, register: false) => taken.Scope?.Attach(this);

    private static (IntPtr Handle, DisposeScope? Scope) Taken(torch.Tensor data, bool requiresGrad)
    {
        data.requires_grad = requiresGrad;
        var scope = data.OwningDisposeScope;
        return (data.DecoupleFromNativeHandle(), scope);
    }
}
