using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Auscult.Telemetry.Windowing;

/// <summary>
/// The inverse hyperbolic sine to float precision, <c>ln(|x| + sqrt(x^2 + 1))</c> with the sign of x; below 1/4 its series, because the logarithm
/// of 1 + a little loses the little. Both widths do the same operations, so they give the same bits. NaN stays NaN; sizes are cut at 1e9.
/// </summary>
public static class InverseSinh
{
    private const float Largest = 1e9f;
    private const float SeriesEnd = 0.25f;
    private const float Third = -1f / 6;
    private const float Fifth = 3f / 40;
    private const float Seventh = -15f / 336;
    private const float Ninth = 105f / 3456;

    /// <summary>Of as many values as a vector of this machine's usual width holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x)
    {
        var size = Vector.Abs(x);
        size = Vector.ConditionalSelect(Vector.GreaterThan(size, new Vector<float>(Largest)), new Vector<float>(Largest), size);
        var square = size * size;
        var far = Vector.Log(size + Vector.SquareRoot(square + Vector<float>.One));
        var series = (new Vector<float>(Ninth) * square) + new Vector<float>(Seventh);
        series = (series * square) + new Vector<float>(Fifth);
        series = (series * square) + new Vector<float>(Third);
        series = (series * square) + Vector<float>.One;
        var result = Vector.ConditionalSelect(Vector.LessThan(size, new Vector<float>(SeriesEnd)), size * series, far);
        return Vector.CopySign(result, x);
    }

    /// <summary>Of sixteen values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        var size = Vector512.Abs(x);
        size = Vector512.ConditionalSelect(Vector512.GreaterThan(size, Vector512.Create(Largest)), Vector512.Create(Largest), size);
        var square = size * size;
        var far = Vector512.Log(size + Vector512.Sqrt(square + Vector512<float>.One));
        var series = (Vector512.Create(Ninth) * square) + Vector512.Create(Seventh);
        series = (series * square) + Vector512.Create(Fifth);
        series = (series * square) + Vector512.Create(Third);
        series = (series * square) + Vector512<float>.One;
        var result = Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512.Create(SeriesEnd)), size * series, far);
        return Vector512.CopySign(result, x);
    }
}
