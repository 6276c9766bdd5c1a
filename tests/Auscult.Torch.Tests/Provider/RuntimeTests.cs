using static Auscult.Torch.Interop.Native;

namespace Auscult.Torch.Tests.Provider;

[Collection(Serial.Name)]
public class RuntimeTests
{
    [Fact]
    public void LibtorchDescribesItself()
    {
        TorchRuntime.Provider.ShouldBe("libtorch");
        TorchRuntime.BuildConfiguration.ShouldContain("PyTorch built with");
        TorchRuntime.Blas.ShouldNotBe("unknown");
        TorchRuntime.ParallelInformation.ShouldContain("get_num_threads");
    }

    [Fact]
    public void DeterministicRegionEnds()
    {
        at_deterministic().ShouldBeFalse();
        using (Determinism.Require())
            at_deterministic().ShouldBeTrue();
        at_deterministic().ShouldBeFalse();
    }
}
