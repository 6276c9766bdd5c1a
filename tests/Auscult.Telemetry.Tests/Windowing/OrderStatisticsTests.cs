using Auscult.Telemetry.Windowing;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Windowing;

public sealed class OrderStatisticsTests
{
    [Fact]
    public void Every_rank_is_what_sorting_gives()
    {
        var special = Gen.Elements(0f, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, 1f, 1.0000001f, -1f);
        var ordinary = Gen.Choose(int.MinValue, int.MaxValue).Select(BitConverter.Int32BitsToSingle).Where(float.IsFinite);
        var order = new OrderStatistics();
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.OneOf(special, ordinary).NonEmptyListOf().ToArbitrary(), list =>
        {
            float[] values = [.. list];
            order.Load(values, values.Length);
            var sorted = values.Order().ToArray();
            return Enumerable.Range(0, sorted.Length).All(rank => order.Smallest(rank) == sorted[rank])
                && order.Quantile(1) == sorted[^1] && order.Quantile(0) == sorted[0];
        }));
    }

    [Fact]
    public void Quantiles_interpolate_and_values_beyond_the_count_do_not_matter()
    {
        var order = new OrderStatistics();
        order.Load([4, 1, 2, 3, -100], 4);
        order.Quantile(0.5).ShouldBe(2.5);
        order.Quantile(0.25).ShouldBe(1.75);
    }
}
