using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using static Auscult.Telemetry.Tests.Fusion.TestDataset;

namespace Auscult.Telemetry.Tests.Fusion;

public sealed class FrameCacheTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void The_cached_frame_equals_the_computed_one_bit_for_bit()
    {
        using var memory = FrameBuilder.Build(Data(), new FusionConfig(), null, out var report);
        using var first = FrameBuilder.Build(Data(), new FusionConfig(), _cache.Path, out var firstReport);
        var written = File.GetLastWriteTimeUtc(CacheFile());
        using var second = FrameBuilder.Build(Data(), new FusionConfig(), _cache.Path, out var secondReport);
        File.GetLastWriteTimeUtc(CacheFile()).ShouldBe(written);
        foreach (var (frame, its) in new[] { (first, firstReport), (second, secondReport) })
        {
            Bits(frame).ShouldBe(Bits(memory));
            frame.Schema.Signals.ShouldBe(memory.Schema.Signals);
            frame.Schema.Entities.ShouldBe(memory.Schema.Entities);
            frame.Schema.Segments.ShouldBe(memory.Schema.Segments);
            frame.Schema.Step.ShouldBe(memory.Schema.Step);
            its.Signals.ShouldBe(report.Signals);
            its.Warnings().ShouldBe(report.Warnings());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(5000)]
    [InlineData(-1)]
    public void A_truncated_cache_is_written_anew(int length)
    {
        var expected = Build();
        using (var stream = File.OpenWrite(CacheFile()))
            stream.SetLength(length < 0 ? stream.Length - 1 : length);
        Build().ShouldBe(expected);
        using var again = MappedFrame.Open(CacheFile());
    }

    [Fact]
    public void A_cache_with_any_flipped_byte_that_matters_is_written_anew()
    {
        var expected = Build();
        var good = File.ReadAllBytes(CacheFile());
        var places = Enumerable.Range(0, 32).Concat([4096, 4500, good.Length - 200, good.Length - 1]);
        foreach (var place in places)
        {
            var bad = (byte[])good.Clone();
            bad[place] ^= 0x41;
            File.WriteAllBytes(CacheFile(), bad);
            Should.Throw<InputException>(() => MappedFrame.Open(CacheFile())).Message.ShouldContain(".frame");
            Build().ShouldBe(expected);
            File.ReadAllBytes(CacheFile()).ShouldBe(good);
        }
    }

    [Fact]
    public void A_cache_of_other_data_under_the_same_name_is_written_anew()
    {
        var expected = Build();
        var mine = CacheFile();
        using (FrameBuilder.Build(Data(offset: 1), new FusionConfig(), _cache.Path))
            Directory.GetFiles(_cache.Path).Length.ShouldBe(2);
        File.Copy(Directory.GetFiles(_cache.Path).Single(path => path != mine), mine, overwrite: true);
        Build().ShouldBe(expected);
    }

    [Fact]
    public void Data_and_every_option_decide_the_file()
    {
        FusionConfig[] configs =
        [
            new(), new() { StepSeconds = 2 }, new() { KeepChildren = true }, new() { Resample = new Dictionary<string, Resampling> { ["t"] = Resampling.Max } },
            new() { Resample = new Dictionary<string, Resampling> { ["t"] = Resampling.Min } }, new() { Signals = ["t"] }, new() { Exclude = ["x"] },
            new() { MaxGapSteps = 3 }, new() { GaugeHoldIntervals = 2 }, new() { MaxStateAgeSeconds = 1 }, new() { EntityKind = EntityKind.Cluster },
            new() { Peers = new() { Group = "none" } }, new() { Peers = new() { MinMembers = 2 } },
            new() { Clock = new() { Correct = false } },
        ];
        configs.Select(config => FrameCache.KeyOf(Data(), config)).Append(FrameCache.KeyOf(Data(offset: 1), configs[0])).Distinct().Count().ShouldBe(configs.Length + 1);
        FrameCache.KeyOf(Data(), new() { Exclude = ["x"] }).ShouldBe(FrameCache.KeyOf(Data(), configs[6]));
    }

    [Fact]
    public void A_failed_fusion_leaves_nothing_behind()
    {
        var empty = new TestDataset(5).Add(Signal("a", SignalKind.Gauge), (50, "node0", 1));
        Should.Throw<InputException>(() => FrameBuilder.Build(empty, new FusionConfig(), _cache.Path));
        Directory.GetFiles(_cache.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Rows_outside_the_frame_and_rows_of_a_closed_frame_are_refused()
    {
        var frame = FrameBuilder.Build(Data(), new FusionConfig(), _cache.Path);
        Should.Throw<ArgumentOutOfRangeException>(() => frame.Rows(2, 0, 1).Length);
        Should.Throw<ArgumentOutOfRangeException>(() => frame.Rows(0, 30, 1).Length);
        Should.Throw<ArgumentOutOfRangeException>(() => frame.Rows(0, 0, -1).Length);
        frame.Dispose();
        frame.Dispose();
        Should.Throw<ObjectDisposedException>(() => frame.Rows(0, 0, 1).Length);
    }

    private string CacheFile() => Directory.GetFiles(_cache.Path, "*.frame").Order().First();

    private int[] Build()
    {
        using var frame = FrameBuilder.Build(Data(), new FusionConfig(), _cache.Path);
        return Bits(frame);
    }

    private static int[] Bits(Frame frame) =>
        [.. Enumerable.Range(0, 2).SelectMany(e => frame.Rows(e, 0, frame.Schema.RowCount).ToArray()).Select(BitConverter.SingleToInt32Bits)];

    private static TestDataset Data(int offset = 0)
    {
        var random = new Random(4);
        (double, string, double)[] Samples() =>
            [.. Enumerable.Range(0, 40).Select(i => (i * 0.7, i % 3 == 0 ? "node1" : "node0", i % 7 == 0 ? double.NaN : offset + random.Next(50)))];
        return new TestDataset(30).Add(Signal("t", SignalKind.Gauge), Samples()).Add(Signal("u_total", SignalKind.Counter, layer: Layer.Model), Samples());
    }
}
