namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>Which procedure holds the share of false ones among the entities that are named.</summary>
public enum FalseDiscoveryControl
{
    /// <summary>Benjamini and Hochberg 1995: valid for independent or positively dependent p-values.</summary>
    BenjaminiHochberg,

    /// <summary>Benjamini and Yekutieli 2001: valid for any dependence, by a factor of 1 + 1/2 + ... + 1/n stricter.</summary>
    BenjaminiYekutieli,
}

/// <summary>Many p-values at once.</summary>
public static class FalseDiscovery
{
    /// <summary>Adjusted p-values: those at or below q are the discoveries at rate q.</summary>
    /// <param name="pValues">One per hypothesis.</param>
    /// <param name="control">The procedure.</param>
    public static double[] Adjusted(IReadOnlyList<double> pValues, FalseDiscoveryControl control)
    {
        var order = Enumerable.Range(0, pValues.Count).OrderByDescending(i => pValues[i]).ToArray();
        var factor = control == FalseDiscoveryControl.BenjaminiYekutieli ? Enumerable.Range(1, pValues.Count).Sum(i => 1.0 / i) : 1;
        var adjusted = new double[pValues.Count];
        var smallest = 1.0;
        for (var i = 0; i < order.Length; i++)
        {
            smallest = Math.Min(smallest, pValues[order[i]] * factor * pValues.Count / (order.Length - i));
            adjusted[order[i]] = smallest;
        }
        return adjusted;
    }

    /// <summary>Whether any hypothesis is false: Simes 1986, the smallest p-value adjusted after Benjamini and Hochberg; 1 without any.</summary>
    public static double Simes(IReadOnlyList<double> pValues) =>
        pValues.Count == 0 ? 1 : Adjusted(pValues, FalseDiscoveryControl.BenjaminiHochberg).Min();
}
