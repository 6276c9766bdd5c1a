using Auscult.Telemetry.Loading;

namespace Auscult.Telemetry.Tests.Loading.Damage;

/// <summary>A small valid input of a source.</summary>
/// <param name="Write">Writes the files into a folder and says how they are read.</param>
/// <param name="IsByLine">Whether a damaged line must leave the other lines readable under skip-bad.</param>
/// <param name="Pack">Makes archives of the files, after some were damaged.</param>
/// <param name="Keep">Names of files whose damage is not the source's to skip: mappings.</param>
internal sealed record SourceSample(Func<string, DataConfig> Write, bool IsByLine = false, Action<string>? Pack = null, string[]? Keep = null);
