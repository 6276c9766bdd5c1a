namespace Auscult.Foundation;

/// <summary>Finds the known name a user probably meant.</summary>
public static class NearestName
{
    /// <summary>
    /// The candidate with the smallest Levenshtein distance to <paramref name="name"/>, or <see langword="null"/> when even the
    /// nearest one differs in more than half of its characters. A candidate that has the name as one of its words is near.
    /// </summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var distance = IsWordOf(name, candidate) ? Math.Min(1, Distance(name, candidate)) : Distance(name, candidate);
            if (distance < bestDistance)
                (best, bestDistance) = (candidate, distance);
        }
        return best is not null && bestDistance <= Math.Max(name.Length, best.Length) / 2 ? best : null;
    }

    /// <summary>A remedy such as <c>did you mean 'encoder'?</c>, or the list of what is known when nothing is near.</summary>
    public static string Suggest(string name, IReadOnlyCollection<string> candidates) =>
        Of(name, candidates) is { } nearest
            ? $"did you mean '{nearest}'?"
            : $"known: {string.Join(", ", candidates.Order(StringComparer.Ordinal))}";

    private static bool IsWordOf(string name, string candidate) =>
        candidate.Split('_', '.', '-').Contains(name, StringComparer.OrdinalIgnoreCase);

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
