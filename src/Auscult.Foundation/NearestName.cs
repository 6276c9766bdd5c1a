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
        var from = new EditDistance(name);
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var distance = Nearness(name, from, candidate, bestDistance);
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

    private static int Nearness(string name, EditDistance from, string candidate, int limit)
    {
        var whole = from.To(candidate, limit);
        var (numWords, isLikeWord, isWord) = (0, false, false);
        Span<char> initials = stackalloc char[Math.Min(candidate.Length, 128)];
        foreach (var range in candidate.AsSpan().SplitAny('_', '.', '-'))
        {
            var word = candidate.AsSpan(range);
            if (word.IsEmpty || numWords == initials.Length)
                continue;
            initials[numWords++] = word[0];
            isLikeWord |= IsLike(name, from, word);
            isWord |= word.Equals(name, StringComparison.OrdinalIgnoreCase);
        }
        if (numWords > 1 && IsLike(name, from, initials[..numWords]))
            return Math.Min(whole, 1);
        return isLikeWord ? Math.Min(whole, isWord ? 1 : 2) : whole;
    }

    private static bool IsLike(string name, EditDistance from, ReadOnlySpan<char> word)
    {
        var allowed = Math.Max(name.Length, word.Length) / 3;
        return Math.Abs(name.Length - word.Length) <= allowed && from.To(word, allowed) <= allowed;
    }
}
