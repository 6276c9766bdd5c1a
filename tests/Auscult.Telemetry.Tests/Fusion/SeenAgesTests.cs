using Auscult.Telemetry.Tests.Windowing;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Fusion;

public sealed class SeenAgesTests
{
    [Fact]
    public void Ages_count_on_from_before_the_rows_that_are_asked_for()
    {
        var cases = from seed in Gen.Choose(1, 100_000) from first in Gen.Choose(0, 1400) from count in Gen.Choose(0, 600) select (seed, first, count);
        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var schema = Frames.Schema(2, 3, 700, 256, 1044);
            using var frame = Frames.Random(schema, c.seed, missing: 0.97);
            var ages = new float[c.count * 3];
            frame.StepsSinceSeen(1, c.first, c.count, ages);
            for (var i = 0; i < ages.Length; i++)
            {
                var row = c.first + (i / 3);
                var begin = frame.SegmentOf(row).FirstRow;
                var last = row;
                while (last >= begin && float.IsNaN(frame.Rows(1, last, 1)[i % 3]))
                    last--;
                ages[i].ShouldBe(row - last);
            }
            return true;
        }));
    }
}
