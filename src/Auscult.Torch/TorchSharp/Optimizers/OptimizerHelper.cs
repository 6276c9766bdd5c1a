using Auscult.Foundation;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What all optimisers share: groups, state per parameter, and their files.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private protected OptimizerHelper()
    {
    }

    /// <summary>The options and states themselves, not copies.</summary>
    public virtual StateDictionary state_dict()
    {
        var result = new StateDictionary();
        foreach (var group in Groups)
        {
            result.Options.Add(group.Options!);
            result.StateIndexRef.Add(Enumerable.Range(result.State.Count, group.States.Length).ToList());
            result.State.AddRange(group.States);
        }
        return result;
    }

    /// <summary>Copies options and states of another optimiser of the same kind and shape.</summary>
    /// <exception cref="ArgumentException">It has another number of groups or parameters.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        CheckCounts(own, state_dict.Options.Count, state_dict.State.Count);
        foreach (var (target, source) in own.Options.Zip(state_dict.Options))
        {
            if (!ReferenceEquals(target, source))
                target.LoadStateDict(source);
        }
        foreach (var (target, source) in own.State.Zip(state_dict.State))
        {
            if (!ReferenceEquals(target, source))
                target.LoadStateDict(source);
        }
    }

    /// <summary>Writes options and states in TorchSharp's format; the file appears whole or not at all.</summary>
    public void save_state_dict(string location) => AtomicFile.Write(location, stream =>
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        save_state_dict(writer);
    });

    /// <summary>Writes options and states in TorchSharp's format.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        var state = state_dict();
        writer.Write(GetType().Name);
        writer.Write7BitEncodedInt64(state.Options.Count);
        writer.Write7BitEncodedInt64(state.State.Count);
        state.Options.ForEach(options => options.SaveStateDict(writer));
        state.State.ForEach(entry => entry.SaveStateDict(writer));
    }

    /// <summary>Reads options and states; training then continues as if it had never stopped.</summary>
    /// <exception cref="InvalidDataException">The file is of another kind of optimiser.</exception>
    /// <exception cref="ArgumentException">It has another number of groups or parameters, or a tensor of another shape or type.</exception>
    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <inheritdoc cref="load_state_dict(string)"/>
    public void load_state_dict(BinaryReader reader)
    {
        var kind = reader.ReadString();
        if (!string.Equals(kind, GetType().Name, StringComparison.Ordinal))
            throw new InvalidDataException($"the state is of optimizer {kind}, expected {GetType().Name}");
        var own = state_dict();
        CheckCounts(own, reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        own.Options.ForEach(options => options.LoadStateDict(reader));
        own.State.ForEach(entry => entry.LoadStateDict(reader));
    }

    /// <summary>Moves the state's tensors.</summary>
    public void to(Device device) => state_dict().State.ForEach(entry => entry.to(device));

    /// <inheritdoc/>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var enabled = enable_grad();
            loss = closure();
        }
        using var guard = no_grad();
        Groups.ForEach(Step);
        return loss;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        foreach (var group in Groups)
        {
            foreach (var state in group.States)
                state.Free();
        }
    }

    private protected abstract void Step(ParamGroup group);

    private protected void Add(ParamGroup group, Func<Parameter, OptimizerState> state)
    {
        group.InitialLearningRate = group.LearningRate;
        group.Attach(parameter =>
        {
            var fresh = state(parameter);
            fresh.Initialize(group.Options!);
            return fresh;
        });
        Groups.Add(group);
    }

    private protected static void Require(bool condition, string name, double value)
    {
        if (!condition)
            throw new ArgumentException($"Invalid {name}: {value}");
    }

    private static void CheckCounts(StateDictionary own, long groups, long states)
    {
        if (groups != own.Options.Count)
            throw new ArgumentException($"Invalid optimizer state: {groups} parameter groups where this optimizer has {own.Options.Count}.");
        if (states != own.State.Count)
            throw new ArgumentException($"Invalid optimizer state: {states} parameters where this optimizer has {own.State.Count}.");
    }
}
