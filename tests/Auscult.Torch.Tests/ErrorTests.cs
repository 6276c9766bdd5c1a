using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch.Tests;

public class ErrorTests
{
    // What goes wrong, and words of libtorch's own message.
    private static readonly Dictionary<string, (Action Act, string Message)> Failures = new(StringComparer.Ordinal)
    {
        ["inner dimensions"] = (() => ones(2, 3).matmul(ones(2, 3)), "cannot be multiplied"),
        ["broadcast"] = (() => ones(2, 3).add(ones(4)), "must match the size"),
        ["in place on a view that is too small"] = (() => ones(2, 1).add_(ones(2, 3)), "doesn't match the broadcast shape"),
        ["reshape"] = (() => ones(2, 3).reshape(4, 2), "shape '[4, 2]' is invalid"),
        ["view"] = (() => ones(2, 3).t().view(6), "view size is not compatible"),
        ["dimension"] = (() => ones(2, 3).sum(5L), "Dimension out of range"),
        ["position"] = (() => _ = ones(2, 3)[7], "out of range"),
        ["mask"] = (() => _ = ones(2, 3)[ones(4).@bool()], "does not match"),
        ["index type"] = (() => ones(2, 3).gather(1, ones(2, 1)), "int64"),
        ["type of a matrix product"] = (() => ones(2, 2).mm(ones(2, 2, float64)), "ouble"),
        ["bits of fractions"] = (() => ones(2).bitwise_and(ones(2)), "not implemented for 'Float'"),
        ["gradient of integers"] = (() => ones(2, int64).requires_grad_(), "floating point"),
        ["backward of a vector"] = (() => ones(2, requires_grad: true).mul(2).backward(), "scalar outputs"),
        ["backward twice"] = (BackwardTwice, "second time"),
        ["leaf changed in place"] = (() => ones(2, requires_grad: true).add_(1), "leaf Variable"),
        ["concatenation"] = (() => cat([ones(2, 3), ones(3, 2)]), "Sizes of tensors must match"),
        ["concatenation of nothing"] = (() => cat(Array.Empty<Tensor>()), "non-empty"),
        ["einsum"] = (() => einsum("ij,jk->iz", ones(2, 2), ones(2, 2)), "output subscript"),
        ["singular matrix"] = (() => linalg.inv(zeros(2, 2)), "singular"),
        ["not positive definite"] = (() => linalg.cholesky(-eye(3)), "positive-definite"),
        ["k of topk"] = (() => ones(3).topk(9), "out of range"),
        ["negative size"] = (() => zeros(-1, 2), "negative dimension"),
        ["empty maximum"] = (() => zeros(0).max(), "numel"),
        ["probability"] = (() => (ones(3) * 2).bernoulli(), "p_in >= 0 && p_in <= 1"),
        ["generator state"] = (() => new Generator().set_state(zeros(3)), "ByteTensor"),
        ["null tensor"] = (() => ones(2).add((Tensor)null!), "a tensor argument is null"),
        ["null scalar"] = (() => ones(2).mul((Scalar)null!), "a scalar argument is null"),
        ["no memory"] = (() => zeros(1L << 50), "memory"),
    };

    public static TheoryData<string> Names => [.. Failures.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void FailureCarriesTheMessageOfLibtorch(string name)
    {
        using var scope = NewDisposeScope();
        Should.Throw<ExternalException>(Failures[name].Act).Message.ShouldContain(Failures[name].Message);
    }

    [Fact]
    public void MessagesDoNotMixBetweenThreads()
    {
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, round =>
        {
            var size = round + 10;
            using var vector = ones(size);
            Should.Throw<ExternalException>(() => vector.reshape(size + 1)).Message.ShouldContain($"[{size + 1}]");
        });
    }

    [Fact]
    public void AbsentDevicesAreRefusedInWords()
    {
        if (cuda.is_available())
            return;
        Should.Throw<InvalidOperationException>(() => ones(1, device: "cuda")).Message.ShouldContain("CUDA");
        Should.Throw<InvalidOperationException>(() => ones(1).cuda()).Message.ShouldContain("CUDA");
        cuda.device_count().ShouldBe(0);
    }

    [Fact]
    public void NamedDimensionsAreRefused() => Should.Throw<NotSupportedException>(() => zeros(2, names: ["rows"]));

    private static void BackwardTwice()
    {
        var loss = ones(2, requires_grad: true).exp().sum();
        loss.backward();
        loss.backward();
    }
}
