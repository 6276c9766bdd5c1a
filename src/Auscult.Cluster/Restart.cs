namespace Auscult.Cluster;

/// <summary>Whether a scheduler started this process again, so that it goes on where it was stopped.</summary>
public static class Restart
{
    /// <summary>Variable that says <c>auto</c> where a restarted process cannot be told from its environment: the pods of a Kubernetes Job.</summary>
    public const string Variable = "AUSCULT_RESUME";

    /// <summary>The value of <see cref="Variable"/>.</summary>
    public const string Automatic = "auto";

    /// <summary>Variable with the number of an independent run of an array.</summary>
    public const string ArrayIndex = "AUSCULT_ARRAY_INDEX";

    /// <summary>True after Slurm requeued the job (<c>SLURM_RESTART_COUNT</c> above 0), or when <see cref="Variable"/> says so.</summary>
    /// <param name="environment">Looks up a variable.</param>
    public static bool IsOne(Func<string, string?> environment) =>
        (int.TryParse(environment("SLURM_RESTART_COUNT"), System.Globalization.CultureInfo.InvariantCulture, out var count) && count > 0)
        || IsAutomatic(environment);

    /// <summary>True where whatever ends with 75 is started again and resumes, so that a rank that lost another one may ask for it.</summary>
    /// <param name="environment">Looks up a variable.</param>
    public static bool IsAutomatic(Func<string, string?> environment) => environment(Variable) == Automatic;
}
