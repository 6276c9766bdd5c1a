using TorchSharp.Modules;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace Auscult.Torch.Tests.Optimizers;

/// <summary>Every schedule against PyTorch's rates, with two groups.</summary>
[Collection(Serial.Name)]
public sealed class SchedulerGoldenTests
{
    private static readonly Dictionary<string, (Func<Optimizer, LRScheduler> Make, string? Momentum)> Schedules = new(StringComparer.Ordinal)
    {
        ["lambda"] = (o => LambdaLR(o, step => 1 / (1 + (0.3 * step))), null),
        ["step"] = (o => StepLR(o, 4, 0.5), null),
        ["constant"] = (o => ConstantLR(o, 0.25, 6), null),
        ["linear"] = (o => LinearLR(o, 0.1, 0.8, 7), null),
        ["cosine"] = (o => CosineAnnealingLR(o, 10, 0.01), null),
        ["sequential"] = (o => SequentialLR(o, [LinearLR(o, 0.1, 1.0, 5), CosineAnnealingLR(o, 10, 0.001), ConstantLR(o, 0.5, 3)], [5, 14]), null),
        ["one_cycle_betas"] = (o => OneCycleLR(o, 1.0, total_steps: 20), "betas"),
        ["one_cycle_momentum"] = (
            o => OneCycleLR(
                o, [0.5, 2.0], epochs: 3, steps_per_epoch: 8, pct_start: 0.25, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear,
                base_momentum: [0.7, 0.7], max_momentum: [0.9, 0.9], div_factor: 10, final_div_factor: 100, three_phase: true),
            "momentum"),
        ["one_cycle_rates_only"] = (o => OneCycleLR(o, 1.0, total_steps: 16, cycle_momentum: false), null),
    };

    public static TheoryData<string> Names => new(Schedules.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_PyTorch(string name)
    {
        using var problem = new Problem();
        var (make, momentum) = Schedules[name];
        using var optimizer = TwoGroups(problem, momentum);
        var schedule = make(optimizer);
        var step = 0;
        foreach (var expected in GoldenFile.Section("schedulers").GetProperty(name).EnumerateArray())
        {
            if (step++ > 0)
                schedule.step();
            schedule.get_last_lr().ShouldBe(optimizer.ParamGroups.Select(group => group.LearningRate));
            var actual = optimizer.ParamGroups.Select(group => group.LearningRate);
            actual = momentum switch
            {
                "betas" => actual.Concat(optimizer.ParamGroups.Select(group => ((IBetas)group).Betas.Item1)),
                "momentum" => actual.Concat(optimizer.ParamGroups.Select(group => ((IMomentum)group).Momentum)),
                _ => actual,
            };
            actual.ShouldBe(expected.EnumerateArray().Select(item => item.GetDouble()), 1e-9);
        }
    }

    [Theory]
    [InlineData("lambda")]
    [InlineData("step")]
    [InlineData("constant")]
    [InlineData("linear")]
    [InlineData("cosine")]
    public void The_closed_form_agrees_with_stepping(string name)
    {
        using var problem = new Problem();
        using var walked = TwoGroups(problem, null);
        using var jumped = TwoGroups(problem, null);
        var (walking, jumping) = (Schedules[name].Make(walked), Schedules[name].Make(jumped));
        for (var step = 1; step < 10; step++)
        {
            walking.step();
            jumping.step(step);
            jumping.get_last_lr().ShouldBe(walking.get_last_lr(), 1e-12);
        }
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        using var problem = new Problem();
        using var optimizer = TwoGroups(problem, null);
        Should.Throw<ArgumentException>(() => OneCycleLR(optimizer, 1.0));
        Should.Throw<ArgumentException>(() => OneCycleLR(optimizer, 1.0, total_steps: 10, pct_start: 1.5));
        Should.Throw<ArgumentException>(() => SequentialLR(optimizer, [StepLR(optimizer, 1), StepLR(optimizer, 1)], []));
        using var other = TwoGroups(problem, null);
        Should.Throw<ArgumentException>(() => SequentialLR(optimizer, [StepLR(other, 1)], []));
        var cycle = OneCycleLR(optimizer, 1.0, total_steps: 2);
        cycle.step();
        cycle.step();
        Should.Throw<InvalidOperationException>(cycle.step);
    }

    private static OptimizerHelper TwoGroups(Problem problem, string? momentum) => momentum == "betas"
        ? AdamW([new AdamW.ParamGroup([problem.W], 0.1), new AdamW.ParamGroup([problem.B], 0.4)])
        : SGD([new SGD.ParamGroup([problem.W], 0.1, momentum: 0.9), new SGD.ParamGroup([problem.B], 0.4, momentum: 0.9)], 0.1);
}
