using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch.Tests;

[Collection(Serial.Name)]
public class RuntimeTests
{
    [Fact]
    public void RuntimeDescribesItself()
    {
        TorchRuntime.Provider.ShouldBeOneOf("libtorch", "TorchSharp");
        Version.TryParse(TorchRuntime.LibtorchVersion, out _).ShouldBeTrue(TorchRuntime.LibtorchVersion);
        TorchRuntime.Devices[0].ShouldBe("cpu");
    }

    [Fact]
    public void WaitPolicyIsWhatOpenMPSawAndNothingLater()
    {
        var settings = ThreadSettings.Current;
        settings.WaitsPassively.ShouldBe(settings.WaitPolicy.Length > 0);
        Environment.SetEnvironmentVariable("GOMP_SPINCOUNT", "0");
        try
        {
            ThreadSettings.Current.WaitPolicy.ShouldBe(settings.WaitPolicy);
        }
        finally
        {
            Environment.SetEnvironmentVariable("GOMP_SPINCOUNT", null);
        }
        ThreadSettings.Best.ShouldBeInRange(1, Environment.ProcessorCount);
    }

    [Fact]
    public void AutocastNarrowsProductsInsideOnly()
    {
        if (!Capabilities.Autocast)
            return;
        using var scope = NewDisposeScope();
        var x = ones(4, 4);
        using (Autocast.Enter(DeviceType.CPU))
        {
            x.matmul(x).dtype.ShouldBe(bfloat16);
            using (Autocast.Enter(DeviceType.CPU))
                x.matmul(x).dtype.ShouldBe(bfloat16);
            x.matmul(x).dtype.ShouldBe(bfloat16);
        }
        x.matmul(x).dtype.ShouldBe(float32);
    }

    [Fact]
    public void FusedAdamWStepsOrSaysWhatItNeeds()
    {
        using var scope = NewDisposeScope();
        Tensor[] parameters = [ones(3)], gradients = [ones(3)], first = [zeros(3)], second = [zeros(3)], steps = [ones(1).squeeze()];
        void Step() => FusedAdamW.Step(parameters, gradients, first, second, steps, new AdamWFactors(0.1, WeightDecay: 0));
        if (Capabilities.FusedAdamW)
        {
            Step();
            parameters[0].data<float>().ToArray().ShouldBe([0.9f, 0.9f, 0.9f], 1e-5f);
        }
        else
            Should.Throw<NotSupportedException>(Step).Message.ShouldContain("libtorch 2.4");
    }

    [Fact]
    public void CudaMemoryIsReadOrSaysWhatItNeeds()
    {
        if (Capabilities.CudaMemory)
            CudaMemory.Read().Reserved.ShouldBeGreaterThanOrEqualTo(0);
        else
            Should.Throw<NotSupportedException>(() => CudaMemory.Read()).Message.ShouldContain("CUDA libtorch");
    }
}
