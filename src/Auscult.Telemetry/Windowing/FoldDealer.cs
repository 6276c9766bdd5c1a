using Auscult.Foundation;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Windowing;

/// <summary>Deals things to the folds of a cross-validation.</summary>
internal static class FoldDealer
{
    /// <summary>
    /// The fold of each item: class by class, always the fold that has the fewest of the class, then the least of everything.
    /// </summary>
    /// <param name="items">What is dealt; an item goes into one fold whole.</param>
    /// <param name="classOf">Spread evenly over the folds.</param>
    /// <param name="sizeOf">Evened out where classes leave a choice.</param>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <param name="what">Name of the items, plural, for the message.</param>
    /// <param name="seeds">Decides which item goes where.</param>
    /// <exception cref="InputException">There are fewer items than folds.</exception>
    public static int[] Deal<T>(
        IReadOnlyList<T> items, Func<T, string> classOf, Func<T, long> sizeOf, int folds, string what, Seeds seeds)
    {
        if (folds < 2 || items.Count < folds)
        {
            throw new InputException(
                $"{items.Count} {what} cannot make {folds} folds",
                remedy: items.Count < 2
                    ? "choose another window.split.kind"
                    : $"choose window.split.num_folds between 2 and {items.Count}");
        }
        var foldOf = new int[items.Count];
        var sizeOfFold = new long[folds];
        foreach (var byClass in Enumerable.Range(0, items.Count).GroupBy(i => classOf(items[i])).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var members = byClass.ToArray();
            seeds.Child($"class/{byClass.Key}").Generator().Shuffle(members);
            var ofClass = new int[folds];
            foreach (var item in members)
            {
                var fold = Enumerable.Range(0, folds).MinBy(k => (ofClass[k], sizeOfFold[k], k));
                ofClass[fold]++;
                sizeOfFold[fold] += sizeOf(items[item]);
                foldOf[item] = fold;
            }
        }
        return foldOf;
    }

    /// <summary>Class of an item with incidents: the names of their classes; items without incident are a class too.</summary>
    public static string ClassOf(IEnumerable<Incident> incidents) =>
        string.Join('+', incidents.Select(incident => incident.FaultClass).Distinct().Order(StringComparer.Ordinal));
}
