using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Auscult.Torch.Tests.Modules;

/// <summary>What a module registers, lists, converts, saves and frees.</summary>
[Collection(Serial.Name)]
public sealed class ModuleTests
{
    [Fact]
    public void Fields_become_components_under_their_names()
    {
        using var model = new Block();
        model.named_parameters().Select(entry => entry.name).ShouldBe(
            ["scale", "project.weight", "project.bias", "layers.0.weight", "layers.1.weight", "layers.1.bias", "heads.rank.weight"], ignoreOrder: true);
        model.named_buffers().Select(entry => entry.name).ShouldBe(["steps"]);
        model.named_children().Select(entry => entry.name).ShouldBe(["project", "layers", "heads"]);
        model.named_modules().Select(entry => entry.name).ShouldBe(
            ["project", "layers", "heads", "layers.0", "layers.1", "heads.rank"]);
        model.get_parameter("layers.1.bias").ShouldNotBeNull().shape.ShouldBe([3L]);
        model.has_parameter("layers.2.bias").ShouldBeFalse();
        model.get_buffer("steps").ShouldNotBeNull();
        model.GetName().ShouldBe("Block");
    }

    [Fact]
    public void Training_mode_and_gradients_reach_every_descendant()
    {
        using var scope = NewDisposeScope();
        using var model = new Block();
        model.eval();
        model.modules().ShouldAllBe(module => !module.training);
        model.train();
        model.modules().ShouldAllBe(module => module.training);
        model.call(ones(2, 3)).sum().backward();
        model.zero_grad(set_to_none: false);
        model.project.weight.grad.ShouldNotBeNull().abs().sum().ToDouble().ShouldBe(0);
        model.zero_grad();
        model.parameters().Select(parameter => parameter.grad).ShouldAllBe(gradient => ReferenceEquals(gradient, null));
        var visited = new List<Module>();
        model.apply(visited.Add);
        visited.Count.ShouldBe(7);
        visited[^1].ShouldBe(model);
    }

    [Fact]
    public void Conversion_replaces_parameters_everywhere_and_keeps_gradients()
    {
        using var scope = NewDisposeScope();
        using var model = new Block();
        model.call(ones(2, 3)).sum().backward();
        var before = model.project.weight.grad!.to(float64);
        model.to(float64).ShouldBe(model);
        model.parameters().ShouldAllBe(parameter => parameter.dtype == ScalarType.Float64 && parameter.requires_grad && parameter.is_leaf);
        model.get_buffer("steps")!.dtype.ShouldBe(ScalarType.Int64);
        model.get_parameter("scale").ShouldBe(model.Scale);
        model.project.weight.grad!.allclose(before).ShouldBeTrue();
        model.call(ones(2, 3, dtype: float64)).dtype.ShouldBe(ScalarType.Float64);
        Should.Throw<ArgumentException>(() => model.to(int64));
        model.to(CPU).to("cpu").cpu().@float().parameters().ShouldAllBe(parameter => parameter.dtype == ScalarType.Float32);
    }

    [Fact]
    public void State_travels_between_models()
    {
        using var scope = NewDisposeScope();
        using var from = new Block();
        using var to = new Block();
        var x = randn(2, 3);
        var (missing, unexpected) = to.load_state_dict(from.state_dict());
        missing.ShouldBeEmpty();
        unexpected.ShouldBeEmpty();
        to.call(x).ShouldBe(from.call(x));
        var partial = from.state_dict();
        partial.Remove("scale");
        partial["surplus"] = x;
        Should.Throw<InvalidOperationException>(() => to.load_state_dict(partial)).Message.ShouldContain("missing scale, unexpected surplus");
        (missing, unexpected) = to.load_state_dict(partial, strict: false);
        missing.ShouldBe(["scale"]);
        unexpected.ShouldBe(["surplus"]);
        to.load_state_dict(partial, skip: ["scale", "surplus"]);
    }

    [Fact]
    public void Names_are_checked()
    {
        using var model = new Block();
        using var child = Linear(1, 1);
        Should.Throw<ArgumentException>(() => model.register_module("a.b", child));
        Should.Throw<ArgumentException>(() => model.register_module(string.Empty, child));
        Should.Throw<InvalidOperationException>(() => model.register_module("project", child));
        Should.Throw<InvalidOperationException>(() => model.register_parameter("scale", model.Scale));
        Should.Throw<InvalidOperationException>(() => Dropout().register_parameter("p", model.Scale));
    }

    [Fact]
    public void Hooks_see_and_alter_calls_until_removed()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 2, hasBias: false);
        var seen = new List<string>();
        layer.register_forward_pre_hook(_ => seen.Add("before"));
        layer.register_forward_hook(_ => seen.Add("after"));
        var doubling = layer.register_forward_pre_hook((_, x) => x * 2);
        var negating = layer.register_forward_hook((_, _, y) => y.neg());
        var x = ones(1, 2);
        var plain = layer.forward(x);
        layer.call(x).allclose(plain * -2).ShouldBeTrue();
        doubling.remove();
        negating.remove();
        layer.call(x).allclose(plain).ShouldBeTrue();
        seen.ShouldBe(["before", "after", "before", "after"]);
    }

    [Fact]
    public void Disposing_frees_everything_a_model_owns()
    {
        using (new Block())
        {
        }
        var before = TensorCount.Settled();
        using (new Block())
            Tensor.TotalCount.ShouldBe(before + 8);
        Tensor.TotalCount.ShouldBe(before);
    }

    [Fact]
    public void A_scope_does_not_free_parameters()
    {
        Linear layer;
        using (NewDisposeScope())
            layer = Linear(2, 2);
        layer.weight.IsInvalid.ShouldBeFalse();
        layer.Dispose();
        layer.weight.IsInvalid.ShouldBeTrue();
    }

    private abstract class Scaled : Module<Tensor, Tensor>
    {
        [ComponentName(Name = "scale")]
        private readonly Parameter _scale = Parameter(ones(1));

        protected Scaled(string name)
            : base(name)
        {
        }

        public Parameter Scale => _scale;
    }

    private sealed class Block : Scaled
    {
        public readonly Linear project = Linear(3, 3);
        private readonly ModuleList<Linear> layers = ModuleList(Linear(3, 3, hasBias: false), Linear(3, 3));
        private readonly ModuleDict<Module> heads = ModuleDict<Module>(("rank", Linear(3, 1, hasBias: false)));
        private readonly Tensor steps = zeros(1, dtype: int64);

        public Block()
            : base(nameof(Block)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = project.call(input) * Scale;
            foreach (var layer in layers)
                x = layer.call(x);
            return ((Linear)heads["rank"]).call(x).MoveToOuterDisposeScope();
        }
    }
}
