using Auscult.Learning.Training;
using Auscult.Torch;
using TorchSharp;

namespace Auscult.Learning.Tests.Training;

public sealed class ComputeDeviceTests : IDisposable
{
    private readonly int _threads = torch.get_num_threads();

    public void Dispose() => torch.set_num_threads(_threads);

    [Fact]
    public void A_training_gets_the_threads_it_asks_for_else_those_that_measured_best()
    {
        torch.set_num_threads(ThreadSettings.Best + 3);
        ComputeDevice.Resolve(Config(ThreadSettings.Best + 1));
        torch.get_num_threads().ShouldBe(ThreadSettings.Best + 1);

        ComputeDevice.Resolve(Config(0));
        var isChosen = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"));
        torch.get_num_threads().ShouldBe(isChosen ? ThreadSettings.Best + 1 : ThreadSettings.Best);
    }

    private static TrainingConfig Config(int threads) => new() { Device = "cpu", NumThreads = threads };
}
