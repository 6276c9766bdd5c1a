using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage.Yaml;

namespace Auscult.Telemetry.Catalogue;

/// <summary>One signal of a catalogue file.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Aliases">Vendors' names, each with what makes its usual values the signal's.</param>
/// <param name="Source">Where it stands, for messages.</param>
internal sealed record CatalogueEntry(Signal Signal, IReadOnlyList<(string Name, UnitConversion To)> Aliases, YamlMap Source);

/// <summary>Reads the files of <c>configs/signals</c>.</summary>
internal static class CatalogueFile
{
    /// <summary>The signals of a file, in its order.</summary>
    /// <exception cref="InputException">The file is malformed, or a vendor's unit does not measure what the signal does.</exception>
    public static IEnumerable<CatalogueEntry> Read(YamlMap file)
    {
        file.AllowOnly("layer", "entity", "signals");
        // A word that is wrong is an error even where every signal has its own.
        Layer? usualLayer = file.Has("layer") ? file.Word<Layer>("layer") : null;
        EntityKind? usualEntity = file.Has("entity") ? file.Word<EntityKind>("entity") : null;
        foreach (var entry in file.Maps("signals"))
        {
            entry.AllowOnly("layer", "name", "kind", "unit", "entity", "aggregation", "aliases");
            var signal = new Signal(
                entry.Text("name"),
                usualLayer is { } layer && !entry.Has("layer") ? layer : entry.Word<Layer>("layer"),
                entry.Word<SignalKind>("kind"),
                entry.Text("unit"),
                usualEntity is { } entity && !entry.Has("entity") ? entity : entry.Word<EntityKind>("entity"),
                entry.Word("aggregation", Aggregation.Mean));
            var aliases = entry.Map("aliases");
            var names = aliases.Keys.Select(alias => (alias, UsualConversion(aliases, alias, signal)));
            yield return new CatalogueEntry(signal, [.. names], entry);
        }
    }

    // A number is a factor; a word the vendor's unit; a list the vendor's units by version, the usual one first; a mapping
    // says scale and offset.
    private static UnitConversion UsualConversion(YamlMap aliases, string alias, Signal signal)
    {
        if (aliases.IsMap(alias))
        {
            var map = aliases.Map(alias).AllowOnly("scale", "offset");
            return new UnitConversion(map.Number("scale"), map.Has("offset") ? map.Number("offset") : 0);
        }
        if (aliases.IsList(alias))
        {
            var byVersion = aliases.Texts(alias).Select(unit => FromUnit(aliases, alias, unit, signal)).ToArray();
            return byVersion.Length > 0 ? byVersion[0] : throw aliases.Error(alias, "an empty list of units");
        }
        var text = aliases.Text(alias);
        return text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] is '-' or '.' or '+')
            ? new UnitConversion(aliases.Number(alias))
            : FromUnit(aliases, alias, text, signal);
    }

    private static UnitConversion FromUnit(YamlMap aliases, string alias, string unit, Signal signal) =>
        UnitConversion.Between(unit, signal.Unit)
            ?? throw aliases.Error(alias, $"'{unit}' is not a number, and not a unit that measures '{signal.Unit}'");
}
