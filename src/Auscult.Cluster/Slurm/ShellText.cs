namespace Auscult.Cluster.Slurm;

/// <summary>Words as bash and sbatch read them.</summary>
internal static class ShellText
{
    /// <summary>One word of a bash command.</summary>
    public static string Word(string word) => IsPlain(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A value of an <c>#SBATCH</c> line; sbatch strips double quotes and knows no other ones.</summary>
    public static string Value(string value) => IsPlain(value.Replace("%", "", StringComparison.Ordinal)) ? value : $"\"{value}\"";

    private static bool IsPlain(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '=' or ':' or ',' or '+' or '@');
}
