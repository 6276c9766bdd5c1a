using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Loading.ObjectStorage;
using Auscult.Telemetry.Tests.Fusion;
using Auscult.Telemetry.Windowing;
using FsCheck;
using FsCheck.Fluent;
using static Auscult.Telemetry.Tests.Fusion.TestDataset;

namespace Auscult.Telemetry.Tests.ObjectStorage;

public sealed class RemoteFrameTests : IDisposable
{
    private const int Rows = 40;
    private static readonly RangeReaderConfig Hasty = new() { BackoffSeconds = 0.001, MaxAttempts = 4 };

    private readonly TemporaryFolder _folder = new();
    private readonly MappedFrame _local;
    private readonly FileServer _server;

    public RemoteFrameTests()
    {
        var samples = Enumerable.Range(0, Rows).SelectMany(i => new (double, string, double)[] { (i, "node0", i), (i, "node1", -i) }).ToArray();
        var data = new TestDataset(Rows)
            .Add(Signal("load1", SignalKind.Gauge), samples)
            .Add(Signal("loss", SignalKind.Gauge, layer: Layer.Model), (1, "node0", 7));
        _local = (MappedFrame)FrameBuilder.Build(data, new FusionConfig(), _folder.Path);
        _server = new FileServer(File.ReadAllBytes(Directory.GetFiles(_folder.Path, "*.frame").Single()));
    }

    public void Dispose()
    {
        _server.Dispose();
        _local.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Every_block_of_rows_equals_the_local_file()
    {
        using var remote = Open(Hasty with { BlockBytes = 128 });
        remote.HoldsSame(_local).ShouldBeTrue();
        remote.HoldsSame(new MemoryFrame(_local.Schema, new float[_local.Schema.ValueCount])).ShouldBeTrue();
        remote.HoldsSame(new MemoryFrame(_local.Schema with { Step = TimeSpan.FromSeconds(2) }, new float[_local.Schema.ValueCount])).ShouldBeFalse();
        remote.Schema.Signals.ShouldBe(_local.Schema.Signals);
        remote.Schema.Step.ShouldBe(_local.Schema.Step);
        var blocks = from entity in Gen.Choose(0, 1) from first in Gen.Choose(0, Rows) from count in Gen.Choose(0, Rows - first) select (entity, first, count);
        Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(blocks), block =>
            remote.Rows(block.entity, block.first, block.count).SequenceEqual(_local.Rows(block.entity, block.first, block.count))));
        Should.Throw<ArgumentOutOfRangeException>(() => remote.Rows(0, Rows, 1).Length);
    }

    [Fact]
    public void Batches_from_several_threads_are_those_of_the_local_file()
    {
        using var remote = Open(Hasty);
        var index = WindowIndex.Over(_local.Schema, length: 8, stride: 3);
        var windows = Enumerable.Range(0, index.Count).ToArray();
        var (here, there) = (new WindowBatch(index.Count, 8, 2), new WindowBatch(index.Count, 8, 2));
        new WindowBatcher(_local, index, null, 1).Fill(windows, here);
        new WindowBatcher(remote, index, null, 4).Fill(windows, there);
        there.Values.Span.SequenceEqual(here.Values.Span).ShouldBeTrue();
        there.Presence.Span.SequenceEqual(here.Presence.Span).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Answer.Fail)]
    [InlineData(Answer.CutOff)]
    [InlineData(Answer.Hang)]
    internal void A_request_that_fails_is_repeated(Answer failure)
    {
        using var remote = Open(Hasty with { TimeoutSeconds = failure == Answer.Hang ? 0.7 : 30 });
        var first = _server.Requests;
        _server.Behaviour = number => number <= first + 2 ? failure : Answer.Serve;
        remote.Rows(1, 3, 2).SequenceEqual(_local.Rows(1, 3, 2)).ShouldBeTrue();
        remote.Retries.ShouldBeGreaterThanOrEqualTo(2);
        _server.Behaviour = _ => failure;
        Should.Throw<IOException>(() => remote.Rows(1, 3, 2).Length).Message.ShouldEndWith("4 times in a row");
    }

    [Fact]
    public void What_no_repetition_mends_fails_at_once_and_says_what_to_do()
    {
        _server.Behaviour = _ => Answer.ServeWhole;
        Should.Throw<InputException>(() => Open(Hasty)).Message.ShouldContain("ignores Range");
        _server.Behaviour = _ => Answer.NotFound;
        Should.Throw<InputException>(() => Open(Hasty)).Message.ShouldContain("404");
        _server.Requests.ShouldBe(2);
        Should.Throw<InputException>(() => RemoteFrame.Open("ftp://somewhere/frame", Hasty, TimeProvider.System)).Message.ShouldContain("http");
    }

    [Fact]
    public void An_object_that_is_replaced_cut_or_no_frame_is_noticed()
    {
        using var remote = Open(Hasty);
        _server.Tag = "\"two\"";
        Should.Throw<InputException>(() => remote.Rows(0, 0, 1).Length).Message.ShouldContain("replaced");

        var whole = _server.Content;
        _server.Content = whole[..5000];
        Should.Throw<InputException>(() => Open(Hasty)).Message.ShouldContain("shorter");
        _server.Content = new byte[whole.Length];
        Should.Throw<InputException>(() => Open(Hasty)).Message.ShouldContain("no frame file");
        _server.Content = [.. whole];
        _server.Content[^1] ^= 1;
        Should.Throw<InputException>(() => Open(Hasty)).Message.ShouldContain("damaged");
    }

    private RemoteFrame Open(RangeReaderConfig config) => RemoteFrame.Open(_server.Address, config, TimeProvider.System);
}
