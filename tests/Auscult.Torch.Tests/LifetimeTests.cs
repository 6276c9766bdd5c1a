using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch.Tests;

[Collection(Serial.Name)]
public class LifetimeTests
{
    [Fact]
    public void ScopeDisposesWhatWasMadeInIt()
    {
        var before = Tensor.TotalCount;
        Tensor kept, inner;
        using (NewDisposeScope())
        {
            kept = ones(3).MoveToOuterDisposeScope();
            inner = kept + 1;
            inner.IsInvalid.ShouldBeFalse();
        }
        inner.IsInvalid.ShouldBeTrue();
        kept.IsInvalid.ShouldBeFalse();
        kept.Dispose();
        Tensor.TotalCount.ShouldBe(before);
    }

    [Fact]
    public void MovedTensorBelongsToTheOuterScope()
    {
        using var outer = NewDisposeScope();
        Tensor moved;
        using (var inner = NewDisposeScope())
        {
            moved = zeros(2);
            inner.Contains(moved).ShouldBeTrue();
            moved.MoveToOuterDisposeScope().ShouldBeSameAs(moved);
        }
        outer.Contains(moved).ShouldBeTrue();
        outer.DisposablesCount.ShouldBe(1);
        outer.Dispose();
        moved.IsInvalid.ShouldBeTrue();
    }

    [Fact]
    public void DetachedTensorOutlivesAllScopes()
    {
        Tensor free;
        using (NewDisposeScope())
            free = arange(4).DetachFromDisposeScope();
        free.data<long>().ToArray().ShouldBe([0, 1, 2, 3]);
        free.Dispose();
    }

    [Fact]
    public void AttachedTensorIsDisposedWithTheScope()
    {
        var outside = ones(1);
        using (var scope = NewDisposeScope())
            scope.Attach(outside);
        outside.IsInvalid.ShouldBeTrue();
    }

    [Fact]
    public void DisposeEverythingButKeepsWhatIsNamed()
    {
        using var scope = NewDisposeScope();
        var dropped = ones(1);
        var kept = scope.DisposeEverythingBut(zeros(1));
        dropped.IsInvalid.ShouldBeTrue();
        kept.IsInvalid.ShouldBeFalse();
        scope.DisposablesView.ShouldBe([kept]);
    }

    [Fact]
    public void ScopesOfOneThreadDoNotTouchAnothers()
    {
        using var scope = NewDisposeScope();
        Tensor? elsewhere = null;
        var thread = new Thread(() => elsewhere = ones(2));
        thread.Start();
        thread.Join();
        scope.DisposablesCount.ShouldBe(0);
        elsewhere!.Dispose();
    }

    [Fact]
    public void DisposingTwiceIsHarmless()
    {
        var before = Tensor.TotalCount;
        var tensor = ones(2);
        tensor.Dispose();
        tensor.Dispose();
        Tensor.TotalCount.ShouldBe(before);
    }

    [Fact]
    public void UseAfterDisposeThrows()
    {
        var tensor = ones(2);
        tensor.Dispose();
        Should.Throw<InvalidOperationException>(() => tensor.abs()).Message.ShouldContain("disposed");
        Should.Throw<InvalidOperationException>(() => ones(2).add(tensor));
        Should.Throw<InvalidOperationException>(() => cat([ones(2), tensor]));
        tensor.ToString().ShouldBe("(disposed)");
    }

    [Fact]
    public void DroppedTensorsAreFreedByTheCollector()
    {
        var before = Tensor.TotalCount;
        DropSome();
        for (var i = 0; i < 20 && Tensor.TotalCount > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void DropSome()
        {
            for (var i = 0; i < 100; i++)
                ones(10).exp();
        }
    }

    [Fact]
    public void FailedCallsLeakNothing()
    {
        var before = Tensor.TotalCount;
        using (var a = ones(2, 3))
        {
            for (var i = 0; i < 100; i++)
                Should.Throw<ExternalException>(() => a.matmul(a));
        }
        Tensor.TotalCount.ShouldBe(before);
    }

    [Fact]
    public void TenThousandSmallTensorsLeaveMemoryAsItWas()
    {
        Churn(10_000);
        var before = ResidentBytes();
        Churn(10_000);
        Churn(10_000);
        (ResidentBytes() - before).ShouldBeLessThan(8L << 20);

        static void Churn(int count)
        {
            for (var i = 0; i < count; i++)
            {
                using var scope = NewDisposeScope();
                _ = (rand(16) * 2 + 1).sum();
            }
            GC.Collect();
        }

        static long ResidentBytes()
        {
            using var process = Process.GetCurrentProcess();
            return process.WorkingSet64;
        }
    }

    [Fact]
    public void StatisticsCountWhatTheThreadMade()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        using (NewDisposeScope())
        {
            ones(1).DetachFromDisposeScope().Dispose();
            _ = ones(1);
        }
        statistics.CreatedInScopeCount.ShouldBe(2);
        statistics.DetachedFromScopeCount.ShouldBe(1);
        statistics.DisposedInScopeCount.ShouldBe(1);
        statistics.DisposedOutsideScopeCount.ShouldBe(1);
        statistics.ThreadTotalLiveCount.ShouldBe(0);
    }
}

/// <summary>Tests that count tensors of the process run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public abstract class Serial
{
    public const string Name = "serial";
}
