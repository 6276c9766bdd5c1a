namespace Auscult.Telemetry.Storage.DuckDb;

/// <summary>How the pages of a Parquet file are compressed.</summary>
/// <param name="Codec">The codec.</param>
/// <param name="Level">Its level, for zstd only; null for the codec's own.</param>
public sealed record ParquetCompression(ParquetCodec Codec, int? Level = null)
{
    /// <summary>What every file of a dataset folder is written with.</summary>
    public static ParquetCompression Default { get; } = new(ParquetCodec.Zstd);
}

/// <summary>Codecs of Parquet that DuckDB writes.</summary>
public enum ParquetCodec
{
    /// <summary>None.</summary>
    Uncompressed,

    /// <summary>Snappy.</summary>
    Snappy,

    /// <summary>LZ4, raw blocks.</summary>
    Lz4_Raw,

    /// <summary>Zstandard.</summary>
    Zstd,
}
