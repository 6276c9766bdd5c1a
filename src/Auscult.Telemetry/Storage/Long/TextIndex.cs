using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Auscult.Telemetry.Storage.Long;

/// <summary>
/// Numbers the distinct texts of a column in the order of their first occurrence. Most look-ups end in a table of recent texts, because
/// millions of rows share a few thousand of them.
/// </summary>
internal sealed class TextIndex
{
    private const int Slots = 1 << 14;
    private readonly Dictionary<string, int> _indexOf = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly int[] _recent = new int[Slots];
    private byte[][] _utf8 = [];

    /// <summary>The texts; their positions are their numbers.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The number of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(ReadOnlySpan<byte> utf8)
    {
        var slot = Slot(utf8);
        var recent = _recent[slot];
        return recent > 0 && utf8.SequenceEqual(_utf8[recent - 1]) ? recent - 1 : LookUp(utf8, slot);
    }

    private int LookUp(ReadOnlySpan<byte> utf8, int slot)
    {
        var text = Encoding.UTF8.GetString(utf8);
        if (!_indexOf.TryGetValue(text, out var index))
        {
            _indexOf.Add(text, index = _texts.Count);
            _texts.Add(text);
            if (index == _utf8.Length)
                Array.Resize(ref _utf8, Math.Max(64, 2 * index));
            _utf8[index] = utf8.ToArray();
        }
        _recent[slot] = index + 1;
        return index;
    }

    // Names differ at their ends; two overlapping words see up to sixteen bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Slot(ReadOnlySpan<byte> utf8)
    {
        ulong first = 0, last = 0;
        if (utf8.Length >= sizeof(ulong))
        {
            first = MemoryMarshal.Read<ulong>(utf8);
            last = MemoryMarshal.Read<ulong>(utf8[^sizeof(ulong)..]);
        }
        else
        {
            foreach (var letter in utf8)
                last = (last << 8) | letter;
        }
        var mixed = ((first * 0x9E3779B97F4A7C15) ^ last ^ (ulong)utf8.Length) * 0xD6E8FEB86659FD93;
        return (int)(mixed >> 50);
    }
}
