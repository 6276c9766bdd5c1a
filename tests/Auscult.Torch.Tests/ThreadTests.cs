using static TorchSharp.torch;

namespace Auscult.Torch.Tests;

[Collection(Serial.Name)]
public class ThreadTests
{
    [Fact]
    public void TwoThreadsScoreAtOnceAndAgreeWithOne()
    {
        using var generator = new Generator(3);
        using var weights = randn(64, 64, generator: generator);
        var inputs = Enumerable.Range(0, 40).Select(_ => randn(16, 64, generator: generator)).ToArray();
        var alone = inputs.Select(Score).ToArray();
        var together = new float[inputs.Length];
        Parallel.For(0, inputs.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => together[i] = Score(inputs[i]));
        together.ShouldBe(alone);
        foreach (var input in inputs)
            input.Dispose();

        float Score(Tensor input)
        {
            using var off = inference_mode();
            using var scope = NewDisposeScope();
            return input.matmul(weights).gelu().softmax(-1).std().item<float>();
        }
    }

    [Fact]
    public void TwoThreadsTrainAtOnce()
    {
        var gradients = new float[2];
        Parallel.For(0, 2, worker =>
        {
            for (var step = 0; step < 50; step++)
            {
                using var scope = NewDisposeScope();
                var x = ones(32, 32, requires_grad: true);
                (x.matmul(x) * (worker + 1)).sum().backward();
                gradients[worker] = x.grad!.mean().item<float>();
            }
        });
        gradients.ShouldBe([64f, 128f]);
    }

    [Fact]
    public void ThreadCountIsSetAndRead()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            get_num_threads().ShouldBe(1);
            ThreadSettings.Apply(2).IntraOp.ShouldBe(2);
        }
        finally
        {
            set_num_threads(before);
        }
        get_num_interop_threads().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void NoThreadsIsRefused() => Should.Throw<ArgumentOutOfRangeException>(() => ThreadSettings.Apply(0));
}
