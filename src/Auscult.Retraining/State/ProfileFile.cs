using Auscult.Foundation;
using Auscult.Retraining.Checks;

namespace Auscult.Retraining.State;

/// <summary>What a version was made from and judged on, in numbers; <c>profile.json</c> beside it.</summary>
public static class ProfileFile
{
    private const string Name = "profile.json";

    /// <summary>Writes it into the folder of a model.</summary>
    public static void Write(string folder, DataProfile profile) =>
        AtomicFile.WriteAllText(Path.Combine(folder, Name), System.Text.Json.JsonSerializer.Serialize(profile, RetrainLines.Default.DataProfile));

    /// <summary>Reads it from the folder of a model.</summary>
    /// <exception cref="InputException">It is missing or malformed.</exception>
    public static DataProfile Read(string folder) => RetrainJson.Read(Path.Combine(folder, Name), RetrainLines.Default.DataProfile);
}
