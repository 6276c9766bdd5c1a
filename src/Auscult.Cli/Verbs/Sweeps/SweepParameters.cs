using Auscult.Cli.Configuration;
using Auscult.Foundation;
using Auscult.Sweeps.Space;
using Auscult.Sweeps.Specification;

namespace Auscult.Cli.Verbs.Sweeps;

/// <summary>The <c>parameters</c> of a sweep file: nesting, Optuna's names, and whether the configuration takes them.</summary>
internal static class SweepParameters
{
    private const string Nested = "parameters";

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["low"] = "min", ["high"] = "max", ["choices"] = "values", ["step"] = "q",
    };

    /// <summary>W&amp;B's nested <c>parameters</c> with dots in their names, each under W&amp;B's keys.</summary>
    /// <exception cref="InputException">A parameter has one key under two names, or a type that nobody knows.</exception>
    public static IEnumerable<KeyValuePair<string, ConfigNode>> Flatten(ConfigMapping parameters, string prefix) => parameters.Entries.SelectMany(entry =>
        entry.Value is ConfigMapping { Entries: [{ Key: Nested, Value: ConfigMapping inner }] }
            ? Flatten(inner, $"{prefix}{entry.Key}.")
            : [new(prefix + entry.Key, entry.Value is ConfigMapping parameter ? InWords(parameter) : entry.Value)]);

    /// <summary>Composes the configuration with each parameter at its ends or choices, so that a mistake is found before any trial.</summary>
    /// <param name="file">The sweep.</param>
    /// <param name="compose">Composes what all trials share with some further overrides.</param>
    /// <exception cref="InputException">The configuration does not take a key or a value; the message names the line of the sweep file.</exception>
    public static void Check(SweepFile file, Func<IEnumerable<string>, ResolvedConfig> compose)
    {
        compose([]);
        var space = SearchSpace.Of(file.Config);
        foreach (var parameter in space.Parameters)
        {
            // Each by itself first, so that a mistake is told where it is; then beside the others, as in a trial.
            Place(file, parameter.Name, () => compose([$"{parameter.Name}={parameter.Text(Places(parameter)[0])}"]));
        }
        foreach (var parameter in space.Parameters)
        {
            var others = space.Parameters.Where(other => other != parameter).Select(other => $"{other.Name}={other.Text(Places(other)[0])}");
            foreach (var place in Places(parameter))
                Place(file, parameter.Name, () => compose([.. others, $"{parameter.Name}={parameter.Text(place)}"]));
        }
    }

    private static void Place(SweepFile file, string name, Action compose)
    {
        try
        {
            compose();
        }
        catch (InputException e) when (e.Message.Contains(name, StringComparison.Ordinal))
        {
            throw ((ConfigMapping)file.Root[Nested]!)[name]!.Source.Error(e.Message, inner: e);
        }
    }

    private static IReadOnlyList<double> Places(SearchParameter parameter) => parameter is NumericParameter number
        ? [number.Low, number.High]
        : [.. Enumerable.Range(0, parameter.Count!.Value).Select(parameter.At)];

    // Optuna (and Hydra's plugin for it) says type, low, high, log and step.
    private static ConfigMapping InWords(ConfigMapping parameter)
    {
        parameter = SweepFile.Renamed(parameter, Names);
        var isLog = parameter["log"] is { } log && ConfigBinder.Bind<bool>(log, "log");
        var type = parameter["type"] is { } given ? ConfigBinder.Bind<ParameterType>(given, "type") : (ParameterType?)null;
        var source = parameter["type"]?.Source ?? parameter["log"]?.Source ?? parameter.Source;
        parameter = parameter.Without("log").Without("type");
        var isStepped = parameter["q"] is not null;
        ParameterDistribution? kind = (type, isLog) switch
        {
            (ParameterType.Int, true) => ParameterDistribution.QLogUniformValues,
            (ParameterType.Int, false) => isStepped ? ParameterDistribution.QUniform : ParameterDistribution.IntUniform,
            (ParameterType.Categorical, _) => ParameterDistribution.Categorical,
            (_, true) => isStepped ? ParameterDistribution.QLogUniformValues : ParameterDistribution.LogUniformValues,
            (ParameterType.Float, false) => isStepped ? ParameterDistribution.QUniform : ParameterDistribution.Uniform,
            _ => null,
        };
        return kind is null ? parameter : parameter["distribution"] is { } twice
            ? throw twice.Source.Error("'distribution' does not go with 'type' or 'log'", "leave one of them out")
            : parameter.With("distribution", new ConfigScalar(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.Value.ToString()), IsPlain: true, source));
    }
}

/// <summary>Optuna's kinds of parameters.</summary>
internal enum ParameterType
{
    /// <summary>Numbers.</summary>
    Float,

    /// <summary>Whole numbers.</summary>
    Int,

    /// <summary>Choices.</summary>
    Categorical,
}
