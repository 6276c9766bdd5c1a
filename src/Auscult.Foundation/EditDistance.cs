using System.Collections.Frozen;

namespace Auscult.Foundation;

/// <summary>
/// Levenshtein distance from one name to many, letter case ignored: one machine word per character of the other name
/// (Myers 1999, "A fast bit-vector algorithm for approximate string matching"). Names of more than 64 characters take the table.
/// </summary>
internal sealed class EditDistance
{
    private const int WordBits = 64;
    private readonly string _name;
    private readonly FrozenDictionary<char, ulong> _others;
    private readonly ulong[] _ascii = new ulong[128];

    public EditDistance(string name)
    {
        _name = name.ToUpperInvariant();
        var others = new Dictionary<char, ulong>();
        for (var i = 0; i < Math.Min(_name.Length, WordBits); i++)
        {
            if (char.IsAscii(_name[i]))
                _ascii[char.ToLowerInvariant(_name[i])] = _ascii[_name[i]] |= 1UL << i;
            else
                others[_name[i]] = others.GetValueOrDefault(_name[i]) | (1UL << i);
        }
        _others = others.ToFrozenDictionary();
    }

    /// <summary>Insertions, deletions and substitutions from the name to another.</summary>
    /// <param name="other">The other name.</param>
    /// <param name="limit">A distance beyond which the answer may be any number beyond it.</param>
    public int To(ReadOnlySpan<char> other, int limit = int.MaxValue) => _name.Length switch
    {
        _ when Math.Abs(_name.Length - other.Length) is var least && least > limit => least,
        0 => other.Length,
        <= WordBits => ByWord(other, limit),
        _ => ByTable(other),
    };

    private int ByWord(ReadOnlySpan<char> other, int limit)
    {
        var (rises, falls, distance) = (ulong.MaxValue, 0UL, _name.Length);
        var last = 1UL << (_name.Length - 1);
        for (var i = 0; i < other.Length; i++)
        {
            var letter = other[i];
            var equal = char.IsAscii(letter) ? _ascii[letter] : _others.GetValueOrDefault(char.ToUpperInvariant(letter));
            var vertical = equal | falls;
            var horizontal = unchecked(((equal & rises) + rises) ^ rises) | equal;
            var up = falls | ~(horizontal | rises);
            var down = rises & horizontal;
            if ((up & last) != 0)
                distance++;
            if ((down & last) != 0)
                distance--;
            // Every letter to come can take away one at most.
            if (distance - (other.Length - 1 - i) > limit)
                return distance;
            up = (up << 1) | 1;
            down <<= 1;
            rises = down | ~(vertical | up);
            falls = up & vertical;
        }
        return distance;
    }

    private int ByTable(ReadOnlySpan<char> other)
    {
        var previous = Enumerable.Range(0, other.Length + 1).ToArray();
        var current = new int[other.Length + 1];
        for (var i = 1; i <= _name.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var substitution = previous[j - 1] + (_name[i - 1] == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }
            (previous, current) = (current, previous);
        }
        return previous[other.Length];
    }
}
