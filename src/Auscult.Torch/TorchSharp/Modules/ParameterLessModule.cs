using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Marks modules that hold neither parameters nor buffers.</summary>
public interface IParameterLessModule
{
}

/// <summary>A module with one input that holds neither parameters nor buffers, so moving and converting pass it over.</summary>
public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>, IParameterLessModule
{
    /// <param name="name">The module's name.</param>
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    /// <summary>Always refuses.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw Refused("a buffer");

    /// <summary>Always refuses.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_parameter(string name, Parameter param) => throw Refused("a parameter");

    /// <summary>Registers a child that has no parameters either.</summary>
    /// <exception cref="InvalidOperationException">The child may have parameters.</exception>
    public override void register_module(string name, nn.Module submodule)
    {
        if (submodule is not IParameterLessModule)
            throw Refused("a module that may have parameters");
        base.register_module(name, submodule);
    }

    private InvalidOperationException Refused(string what) => new($"cannot register {what} on {GetName()}, which is declared parameter-less");
}
