namespace Auscult.Telemetry.Storage.DuckDb;

/// <summary>Column types of DuckDB's C API (<c>duckdb_type</c>) that this project meets.</summary>
public enum DuckDbType
{
    /// <summary>No type.</summary>
    Invalid = 0,

    /// <summary>One byte, 0 or 1.</summary>
    Boolean = 1,

    /// <summary>32-bit signed.</summary>
    Integer = 4,

    /// <summary>64-bit signed.</summary>
    BigInt = 5,

    /// <summary>32-bit floating point.</summary>
    Float = 10,

    /// <summary>64-bit floating point.</summary>
    Double = 11,

    /// <summary>64-bit microseconds since 1970-01-01.</summary>
    Timestamp = 12,

    /// <summary>UTF-8 text.</summary>
    Varchar = 17,
}
