using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace Auscult.Torch.Tests.Optimizers;

/// <summary>Groups, state and resuming.</summary>
[Collection(Serial.Name)]
public sealed class OptimizerStateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("auscult-").FullName;

    public static TheoryData<string> Kinds => ["sgd", "adam", "adamw"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Resuming_from_a_file_equals_never_having_stopped(string kind)
    {
        var path = Path.Combine(_folder, "optimizer.dat");
        using var straight = new Problem();
        using var stopped = new Problem();
        using var resumed = new Problem();
        var (_, expected) = Run(kind, straight, steps: 9);
        using (expected)
        {
            var (_, saved) = Run(kind, stopped, steps: 4);
            using (saved)
                saved.save_state_dict(path);
            using (no_grad())
            {
                resumed.W.copy_(stopped.W);
                resumed.B.copy_(stopped.B);
            }
            var (schedule, optimizer) = Run(kind, resumed, steps: 0);
            using (optimizer)
            {
                for (var step = 0; step < 4; step++)
                    schedule.step();
                optimizer.load_state_dict(path);
                Continue(resumed, schedule, optimizer, steps: 5);
                optimizer.ParamGroups.Select(group => group.LearningRate).ShouldBe(expected.ParamGroups.Select(group => group.LearningRate));
            }
        }
        resumed.W.ShouldBe(straight.W);
        resumed.B.ShouldBe(straight.B);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void State_is_copied_between_optimizers(string kind)
    {
        using var problem = new Problem();
        var (_, from) = Run(kind, problem, steps: 3);
        var (_, to) = Run(kind, problem, steps: 0);
        using (from)
        using (to)
        {
            to.state_dict().State[0].ApproximatelyEquals(from.state_dict().State[0]).ShouldBeFalse();
            to.load_state_dict(from.state_dict());
            to.state_dict().State.Zip(from.state_dict().State).ShouldAllBe(pair => pair.First.ApproximatelyEquals(pair.Second));
            to.state_dict().StateIndexRef.ShouldBe([[0], [1]]);
            to.to(CPU);
            problem.Step(from);
            to.state_dict().State[0].ApproximatelyEquals(from.state_dict().State[0]).ShouldBeFalse();
        }
    }

    [Fact]
    public void The_state_of_another_kind_or_shape_is_refused()
    {
        var path = Path.Combine(_folder, "optimizer.dat");
        using var problem = new Problem();
        using var adam = Adam([problem.W, problem.B]);
        adam.save_state_dict(path);
        using var adamW = AdamW([problem.W, problem.B]);
        Should.Throw<InvalidDataException>(() => adamW.load_state_dict(path)).Message.ShouldContain("Adam");
        using var smaller = Adam([problem.W]);
        Should.Throw<ArgumentException>(() => smaller.load_state_dict(path)).Message.ShouldContain("2 parameters");
    }

    [Fact]
    public void Defaults_are_TorchSharps()
    {
        using var problem = new Problem();
        using var optimizer = AdamW([problem.W]);
        var options = (AdamW.Options)optimizer.state_dict().Options[0];
        options.LearningRate.ShouldBe(1e-3);
        (options.beta1, options.beta2, options.eps, options.weight_decay).ShouldBe((0.9, 0.999, 1e-8, 0.0));
        (options.amsgrad, options.maximize).ShouldBe((false, false));
        optimizer.ParamGroups.Single().InitialLearningRate.ShouldBe(1e-3);
    }

    [Fact]
    public void Values_outside_their_range_are_refused()
    {
        using var problem = new Problem();
        Should.Throw<ArgumentException>(() => AdamW([problem.W], lr: -1));
        Should.Throw<ArgumentException>(() => AdamW([problem.W], beta1: 1));
        Should.Throw<ArgumentException>(() => Adam([problem.W], weight_decay: -0.1));
        Should.Throw<ArgumentException>(() => SGD([problem.W], 0.1, nesterov: true));
    }

    [Fact]
    public void Zero_grad_keeps_the_gradients_allocated_and_parameters_without_one_stay()
    {
        using var problem = new Problem();
        using var optimizer = AdamW([problem.W, problem.B], lr: 0.5);
        using var before = problem.W.detach().clone();
        optimizer.step();
        problem.W.ShouldBe(before);
        problem.Backward();
        optimizer.zero_grad();
        using var gradient = problem.W.grad.ShouldNotBeNull();
        gradient.abs().sum().ToDouble().ShouldBe(0);
    }

    [Fact]
    public void A_closure_computes_the_loss_first()
    {
        using var scope = NewDisposeScope();
        using var problem = new Problem();
        using var optimizer = SGD([problem.W, problem.B], 0.1);
        var before = problem.Loss().ToDouble();
        var loss = optimizer.step(() =>
        {
            var value = problem.Loss();
            value.backward();
            return value;
        });
        loss.ShouldNotBeNull().ToDouble().ShouldBe(before);
        problem.Loss().ToDouble().ShouldBeLessThan(before);
    }

    [Fact]
    public void Disposing_frees_the_state_only()
    {
        using var problem = new Problem();
        problem.Backward();
        var before = TensorCount.Settled();
        using (var optimizer = AdamW([problem.W, problem.B], amsgrad: true))
        {
            optimizer.step();
            Tensor.TotalCount.ShouldBe(before + 6);
        }
        Tensor.TotalCount.ShouldBe(before);
    }

    private static (lr_scheduler.LRScheduler Schedule, OptimizerHelper Optimizer) Run(string kind, Problem problem, int steps)
    {
        OptimizerHelper optimizer = kind switch
        {
            "sgd" => SGD([new SGD.ParamGroup([problem.W], 0.1, momentum: 0.9), new SGD.ParamGroup([problem.B], 0.2)], 0.1),
            "adam" => Adam([new Adam.ParamGroup([problem.W], 0.1, amsgrad: true), new Adam.ParamGroup([problem.B], 0.2)]),
            _ => AdamW([new AdamW.ParamGroup([problem.W], 0.1, weight_decay: 0.1), new AdamW.ParamGroup([problem.B], 0.2)]),
        };
        var schedule = lr_scheduler.OneCycleLR(optimizer, 0.3, total_steps: 12);
        Continue(problem, schedule, optimizer, steps);
        return (schedule, optimizer);
    }

    private static void Continue(Problem problem, lr_scheduler.LRScheduler schedule, OptimizerHelper optimizer, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            problem.Step(optimizer);
            schedule.step();
        }
    }
}
