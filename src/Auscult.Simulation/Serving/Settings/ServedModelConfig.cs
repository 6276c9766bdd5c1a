namespace Auscult.Simulation.Serving.Settings;

/// <summary>The model that is served, by the sizes that set its speed. The defaults are a dense model of 70 billion parameters with
/// grouped-query attention.</summary>
public sealed record ServedModelConfig
{
    private const string Section = $"{ServingConfig.Section}.model";

    /// <summary>All parameters. Default 70e9.</summary>
    public double Parameters { get; init; } = 70e9;

    /// <summary>Parameters that one token uses; equal to <see cref="Parameters"/> where there are no experts. Default 70e9.</summary>
    public double ActiveParameters { get; init; } = 70e9;

    /// <summary>Bytes of one parameter. Default 2 (bfloat16).</summary>
    public double BytesPerParameter { get; init; } = 2;

    /// <summary>Layers. Default 80.</summary>
    public int Layers { get; init; } = 80;

    /// <summary>Width of the residual stream. Default 8192.</summary>
    public int HiddenSize { get; init; } = 8192;

    /// <summary>Bytes of keys and values of one token over all layers. Default 327,680.</summary>
    public double KeyValueBytesPerToken { get; init; } = 327_680;

    /// <summary>Experts per layer; 0, the default, for a dense model.</summary>
    public int Experts { get; init; }

    /// <summary>Experts that a token goes to. Default 0.</summary>
    public int ExpertsPerToken { get; init; }

    /// <summary>Longest prompt and answer together; longer requests are cut to it. Default 32,768.</summary>
    public int MaxContextTokens { get; init; } = 32_768;

    /// <summary>Parameters of one expert over all layers.</summary>
    internal double ExpertParameters => Experts == 0 ? 0 : (Parameters - ActiveParameters) / (Experts - ExpertsPerToken);

    /// <summary>Parameters that every token uses.</summary>
    internal double DenseParameters => ActiveParameters - (ExpertsPerToken * ExpertParameters);

    internal double DenseBytes => DenseParameters * BytesPerParameter;

    internal double ExpertBytes => ExpertParameters * BytesPerParameter;

    internal void Check()
    {
        Settle.Positive(Section, (nameof(Parameters), Parameters), (nameof(ActiveParameters), ActiveParameters),
            (nameof(BytesPerParameter), BytesPerParameter), (nameof(Layers), Layers), (nameof(HiddenSize), HiddenSize),
            (nameof(KeyValueBytesPerToken), KeyValueBytesPerToken), (nameof(MaxContextTokens), MaxContextTokens - 1));
        Settle.NotNegative(Section, (nameof(Experts), Experts), (nameof(ExpertsPerToken), ExpertsPerToken));
        if (Experts == 0 ? ExpertsPerToken != 0 : ExpertsPerToken < 1 || ExpertsPerToken >= Experts)
        {
            throw Settle.Error(
                Section, nameof(ExpertsPerToken), $"is {ExpertsPerToken} of {Experts} experts", "take at least 1 and less than all");
        }
        if (Experts == 0 ? ActiveParameters != Parameters : ActiveParameters >= Parameters || DenseParameters <= 0)
        {
            throw Settle.Error(Section, nameof(ActiveParameters), $"is {ActiveParameters:g4} of {Parameters:g4}, which leaves no room for "
                + (Experts == 0 ? "a dense model" : $"{Experts} experts"), Experts == 0 ? "make them equal, or set model.experts" : null);
        }
    }
}
