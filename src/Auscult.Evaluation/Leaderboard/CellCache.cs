using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Auscult.Foundation;

namespace Auscult.Evaluation.Leaderboard;

/// <summary>Everything that a cell depends on. A cell is measured again when any of it changes.</summary>
/// <param name="Fingerprint">The data with their fusion and split.</param>
/// <param name="Protocol">The table's protocol and every setting of the evaluation.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Version">Its version in the table's configuration.</param>
/// <param name="Seed">Its seed.</param>
public sealed record CellKey(string Fingerprint, string Protocol, string Method, int Version, int Seed)
{
    /// <summary>A short digest.</summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"1\n{Fingerprint}\n{Protocol}\n{Method}\n{Version}\n{Seed}"))))[..16];
}

/// <summary>Keeps measured cells as files, each whole or not at all, so that an interrupted table goes on where it stopped.</summary>
/// <param name="folder">The folder of one table.</param>
public sealed class CellCache(string folder)
{
    /// <summary>The cell of a key, or null when it was not measured or its file is damaged.</summary>
    public LeaderboardCell? Find(string system, CellKey key)
    {
        var file = FileOf(system, key);
        if (!File.Exists(file))
            return null;
        try
        {
            var cell = JsonSerializer.Deserialize(File.ReadAllText(file), LeaderboardJson.Default.LeaderboardCell);
            return cell?.Key == key.Digest ? cell : null;
        }
        catch (JsonException)
        {
            // Measuring again is the remedy.
            return null;
        }
    }

    /// <summary>Keeps a cell.</summary>
    public void Keep(CellKey key, LeaderboardCell cell)
    {
        var file = FileOf(cell.System, key);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.WriteAllText(file, JsonSerializer.Serialize(cell, LeaderboardJson.Default.LeaderboardCell));
    }

    private string FileOf(string system, CellKey key) =>
        Path.Combine(folder, system, string.Create(CultureInfo.InvariantCulture, $"{key.Method}-{key.Seed}-{key.Digest}.json"));
}
