namespace Auscult.Foundation;

/// <summary>Finds the known name a user probably meant.</summary>
public static class NearestName
{
    /// <summary>
    /// The candidate with the smallest Levenshtein distance to <paramref name="name"/>, or <see langword="null"/> when even the
    /// nearest one differs in more than half of its characters. A candidate that has the name as one of its words is near, and so is
    /// one with a word like it, or with initials like it: 'lr' for 'learning_rate'.
    /// </summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var distance = Nearness(name, candidate);
            if (distance < bestDistance || (distance == bestDistance && candidate.Length < best!.Length))
                (best, bestDistance) = (candidate, distance);
        }
        return best is not null && bestDistance <= Math.Max(name.Length, best.Length) / 2 ? best : null;
    }

    /// <summary>A remedy such as <c>did you mean 'encoder'?</c>, or the list of what is known when nothing is near.</summary>
    public static string Suggest(string name, IReadOnlyCollection<string> candidates) =>
        Of(name, candidates) is { } nearest
            ? $"did you mean '{nearest}'?"
            : $"known: {string.Join(", ", candidates.Order(StringComparer.Ordinal))}";

    private static int Nearness(string name, string candidate)
    {
        var whole = Distance(name, candidate);
        var words = candidate.Split(['_', '.', '-'], StringSplitOptions.RemoveEmptyEntries);
        var initials = string.Concat(words.Select(word => word[0]));
        if (words.Length > 1 && IsLike(initials))
            return Math.Min(whole, 1);
        return words.Any(IsLike) ? Math.Min(whole, words.Contains(name, StringComparer.OrdinalIgnoreCase) ? 1 : 2) : whole;

        bool IsLike(string word) => Distance(name, word) <= Math.Max(name.Length, word.Length) / 3;
    }

    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = previous[j - 1] + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }
            (previous, current) = (current, previous);
        }
        return previous[b.Length];
    }
}
