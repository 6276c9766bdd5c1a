namespace Auscult.Telemetry.Loading.Text;

/// <summary>Shows a text of the input in a message.</summary>
public static class Quoted
{
    private const int Longest = 80;

    /// <summary>The text in quotes, cut where it is long.</summary>
    public static string Of(string text) => text.Length <= Longest ? $"'{text}'" : $"'{text.AsSpan(0, Longest)}...' ({text.Length} characters)";
}
