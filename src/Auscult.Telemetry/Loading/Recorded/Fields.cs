using System.Buffers.Text;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>Walks the lines of a text and the blank-separated fields of a line without allocating.</summary>
/// <param name="text">UTF-8 (in practice ASCII) text.</param>
internal ref struct Fields(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>What has not been walked yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Takes the next line, without its end; false at the end of the text.</summary>
    public bool NextLine(out Fields line)
    {
        var found = !_rest.IsEmpty;
        var end = _rest.IndexOf((byte)'\n');
        line = new Fields(end < 0 ? _rest : _rest[..end]);
        _rest = end < 0 ? [] : _rest[(end + 1)..];
        return found;
    }

    /// <summary>Takes the next field; false at the end of the line.</summary>
    public bool Next(out ReadOnlySpan<byte> field)
    {
        var start = _rest.IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (start < 0)
        {
            field = _rest = [];
            return false;
        }
        _rest = _rest[start..];
        var end = _rest.IndexOfAny((byte)' ', (byte)'\t');
        field = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? [] : _rest[end..];
        return true;
    }

    /// <summary>Passes over fields; harmless beyond the end.</summary>
    public void Skip(int count)
    {
        for (var i = 0; i < count; i++)
            Next(out _);
    }

    /// <summary>Takes the next field as a decimal number; NaN when it is none or the line ended.</summary>
    public double NextNumber() => Next(out var field) ? NumberOf(field) : double.NaN;

    /// <summary>A decimal number; NaN when the field is none.</summary>
    public static double NumberOf(ReadOnlySpan<byte> field) =>
        Utf8Parser.TryParse(field, out double number, out var consumed) && consumed == field.Length && double.IsFinite(number)
            ? number : double.NaN;

    /// <summary>A hexadecimal number; NaN when the field is none.</summary>
    public static double HexadecimalOf(ReadOnlySpan<byte> field) =>
        Utf8Parser.TryParse(field, out ulong number, out var consumed, 'x') && consumed == field.Length ? number : double.NaN;
}
