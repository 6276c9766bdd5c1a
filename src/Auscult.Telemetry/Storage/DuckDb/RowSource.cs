using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Auscult.Telemetry.Storage.DuckDb;

/// <summary>Fills the next chunk of a <see cref="RowSource"/> from its first row.</summary>
/// <returns>How many rows it holds now; 0 when there are no more.</returns>
public delegate int FillChunk(WritableChunk chunk);

/// <summary>
/// Rows that managed code hands to a query while it runs, through a table function: <c>FROM name()</c> asks for them chunk by chunk, in
/// order, on one thread. Nothing is stored on the way.
/// </summary>
public sealed unsafe class RowSource
{
    private readonly IReadOnlyList<(string Name, DuckDbType Type)> _columns;
    private readonly FillChunk _fill;
    private ExceptionDispatchInfo? _failure;

    private RowSource(IReadOnlyList<(string Name, DuckDbType Type)> columns, FillChunk fill) => (_columns, _fill) = (columns, fill);

    /// <summary>Makes <c>name()</c> known to the database of a connection.</summary>
    /// <exception cref="DuckDbException">The name is taken.</exception>
    public static RowSource Register(
        DuckDbConnection connection, string name, IReadOnlyList<(string Name, DuckDbType Type)> columns, FillChunk fill)
    {
        var source = new RowSource(columns, fill);
        var function = NativeMethods.CreateTableFunction();
        try
        {
            NativeMethods.SetTableFunctionName(function, name);
            // Freed by DuckDB, with the last use of the function.
            NativeMethods.SetTableFunctionExtra(function, GCHandle.ToIntPtr(GCHandle.Alloc(source)), &Free);
            NativeMethods.SetTableFunctionBind(function, &Bind);
            NativeMethods.SetTableFunctionInit(function, &Initialise);
            NativeMethods.SetTableFunctionFill(function, &Fill);
            if (NativeMethods.RegisterTableFunction(connection.Handle, function) != 0)
                throw new DuckDbException($"cannot register the table function '{name}'");
        }
        finally
        {
            NativeMethods.DestroyTableFunction(ref function);
        }
        return source;
    }

    /// <summary>Runs a statement that reads the rows; what the fill function throws comes out as it was thrown.</summary>
    /// <exception cref="DuckDbException">With DuckDB's message.</exception>
    public void Execute(DuckDbConnection connection, string sql)
    {
        try
        {
            connection.Execute(sql);
        }
        catch (DuckDbException)
        {
            _failure?.Throw();
            throw;
        }
    }

    private static RowSource Of(nint extra) => (RowSource)GCHandle.FromIntPtr(extra).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint extra) => GCHandle.FromIntPtr(extra).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        foreach (var (name, type) in Of(NativeMethods.BindExtra(info))._columns)
        {
            var logical = NativeMethods.CreateLogicalType(type);
            NativeMethods.AddResultColumn(info, name, logical);
            NativeMethods.DestroyLogicalType(ref logical);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Initialise(nint info) => NativeMethods.SetMaximumThreads(info, 1);

    /// <summary>No managed exception may unwind DuckDB's frames: it is kept, and the query fails.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint chunk)
    {
        var source = Of(NativeMethods.FunctionExtra(info));
        try
        {
            NativeMethods.SetRawChunkSize(chunk, (ulong)source._fill(new WritableChunk(chunk)));
        }
#pragma warning disable CA1031 // Whatever it is, it must not cross the native frames.
        catch (Exception e)
#pragma warning restore CA1031
        {
            source._failure = ExceptionDispatchInfo.Capture(e);
            fixed (byte* message = Encoding.UTF8.GetBytes(e.Message + '\0'))
                NativeMethods.SetFunctionError(info, message);
        }
    }
}
