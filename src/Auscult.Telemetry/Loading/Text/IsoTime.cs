using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Text;

/// <summary>Reads ISO 8601 date and time from UTF-8 text.</summary>
public static class IsoTime
{
    private const int Shortest = 19;

    /// <summary>
    /// <c>2026-01-31T12:00:00</c> with T or a space, any number of decimals, and <c>Z</c>, <c>UTC</c> or an offset such as <c>+02:00</c>; UTC
    /// where it says nothing. Other spellings, dates alone included, are refused.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length < Shortest || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ' or (byte)'t')
            || text[13] != ':' || text[16] != ':')
        {
            return false;
        }
        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
        var (hour, minute, second) = (Number(text[11..13]), Number(text[14..16]), Number(text[17..19]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59
            || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }
        var days = new DateTime(year, month, day).Ticks / TimeSpan.TicksPerDay - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerDay);
        micros = ((((((days * 24) + hour) * 60) + minute) * 60) + second) * Micros.PerSecond;
        var rest = text[Shortest..];
        if (rest.Length > 0 && rest[0] is (byte)'.' or (byte)',' && !TakeDecimals(ref rest, ref micros))
            return false;
        if (rest.Length == 0 || rest.SequenceEqual("Z"u8) || rest.SequenceEqual("z"u8) || rest.SequenceEqual(" UTC"u8))
            return true;
        return TakeOffset(rest, ref micros);
    }

    private static bool TakeDecimals(ref ReadOnlySpan<byte> rest, ref long micros)
    {
        var unit = Micros.PerSecond;
        var i = 1;
        for (; i < rest.Length && rest[i] - (uint)'0' < 10; i++)
        {
            unit /= 10;
            micros += (rest[i] - '0') * unit;
        }
        rest = rest[i..];
        return i > 1;
    }

    private static bool TakeOffset(ReadOnlySpan<byte> rest, ref long micros)
    {
        if (rest[0] == ' ')
            rest = rest[1..];
        if (rest.Length is not (3 or 5 or 6) || rest[0] is not ((byte)'+' or (byte)'-') || (rest.Length == 6 && rest[3] != ':'))
            return false;
        var hours = Number(rest[1..3]);
        var minutes = rest.Length == 3 ? 0 : Number(rest[^2..]);
        if (hours is < 0 or > 18 || minutes is < 0 or > 59)
            return false;
        var offset = ((hours * 60L) + minutes) * 60 * Micros.PerSecond;
        micros += rest[0] == '+' ? -offset : offset;
        return true;
    }

    // Negative when a byte is not a digit.
    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit - (uint)'0' > 9)
                return -1;
            number = (number * 10) + (digit - '0');
        }
        return number;
    }
}
