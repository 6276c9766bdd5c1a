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
    public void IdleThreadsSleepUnlessTheUserChoseOtherwise()
    {
        string?[] chosen = [Variable("OMP_WAIT_POLICY"), Variable("GOMP_SPINCOUNT"), Variable("KMP_BLOCKTIME")];
        if (Array.TrueForAll(chosen, string.IsNullOrEmpty))
            ThreadSettings.Current.WaitPolicy.ShouldBe("OMP_WAIT_POLICY=passive");
        else
            ThreadSettings.Current.WaitsPassively.ShouldBe(chosen[0] is "passive" or "PASSIVE" || chosen[1] is "0" || chosen[2] is "0");

        static string? Variable(string name) => Environment.GetEnvironmentVariable(name);
    }

    [Fact]
    public void LibrariesOfLibtorchLeaveNullReferencesToDotNet()
    {
        at_get_num_threads().ShouldBeGreaterThan(0);
        string? nothing = null;
        Should.Throw<NullReferenceException>(() => nothing!.Length);
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
