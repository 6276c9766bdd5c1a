using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Auscult.Notebook.Rich;

/// <summary>Turns a value into what a notebook can show of it: the same thing in several MIME types, of which the page takes the best.</summary>
public static class MimeBundle
{
    private const int MaxListed = 50;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The value by MIME type; there is always a <c>text/plain</c>.</summary>
    /// <param name="value">Any value. Types whose class carries a <c>TypeFormatterSource</c> attribute format themselves.</param>
    public static JsonObject Of(object? value)
    {
        var bundle = value is null ? [] : ByConvention(value);
        switch (value)
        {
            case JsonNode node:
                bundle[MimeTypes.Json] = node.DeepClone();
                bundle[MimeTypes.Text] = node.ToJsonString(Indented);
                break;
            case JsonDocument document:
                return Of(JsonNode.Parse(document.RootElement.GetRawText()));
            case JsonElement element:
                return Of(JsonNode.Parse(element.GetRawText()));
            case IEnumerable sequence when value is not string && bundle.Count == 0:
                return OfSequence(sequence);
        }
        if (!bundle.ContainsKey(MimeTypes.Text))
            bundle[MimeTypes.Text] = Text(value);
        return bundle;
    }

    private static JsonObject OfSequence(IEnumerable sequence)
    {
        var items = sequence.Cast<object?>().Take(MaxListed + 1).ToArray();
        var isLonger = items.Length > MaxListed;
        var listed = items.Take(MaxListed).ToArray();
        if (listed.Length > 0 && listed.All(Table.IsRow))
            return Of(Table.OfObjects(listed!, isLonger ? $"the first {MaxListed} rows" : ""));
        return new JsonObject { [MimeTypes.Text] = $"[{string.Join(", ", listed.Select(Text))}{(isLonger ? ", ..." : "")}]" };
    }

    private static JsonObject ByConvention(object value)
    {
        var bundle = new JsonObject();
        foreach (var formatter in Formatters(value.GetType()))
        {
            var kind = formatter.GetType();
            using var writer = new StringWriter();
            if (kind.GetProperty("MimeType")?.GetValue(formatter) is string mimeType
                && kind.GetMethod("Format", [typeof(object), typeof(TextWriter)])?.Invoke(formatter, [value, writer]) is true)
            {
                bundle[mimeType] = writer.ToString();
            }
        }
        return bundle;
    }

    private static IEnumerable<object> Formatters(Type type)
    {
        for (var kind = type; kind is not null; kind = kind.BaseType)
        {
            foreach (var attribute in kind.GetCustomAttributes(inherit: false).Where(a => a.GetType().Name is nameof(TypeFormatterSourceAttribute)))
            {
                if (attribute.GetType().GetProperty(nameof(TypeFormatterSourceAttribute.FormatterSourceType))?.GetValue(attribute) is not Type source)
                    continue;
                var create = source.GetMethod("CreateTypeFormatters", BindingFlags.Public | BindingFlags.Instance, []);
                if (create?.Invoke(Activator.CreateInstance(source, nonPublic: true), null) is IEnumerable<object> formatters)
                    return formatters;
            }
        }
        return [];
    }

    private static string Text(object? value)
    {
        try
        {
            return value switch
            {
                null => "null",
                true => "true",
                false => "false",
                _ => value.ToString() ?? "",
            };
        }
        catch (Exception e)
        {
            return $"{value!.GetType().Name} (its ToString threw {e.GetType().Name}: {e.Message})";
        }
    }
}
