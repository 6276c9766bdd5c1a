using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Auscult.Torch.Tests.Modules;

/// <summary>Sequential, ModuleList and ModuleDict.</summary>
[Collection(Serial.Name)]
public sealed class ContainerTests
{
    [Fact]
    public void Sequential_names_counts_and_slices_its_modules()
    {
        using var model = Sequential(("first", Linear(2, 3)), ("act", ReLU())).append("last", Linear(3, 1)).append(Tanh());
        model.Count.ShouldBe(4);
        model.named_children().Select(entry => entry.name).ShouldBe(["first", "act", "last", "3"]);
        model.state_dict().Keys.ShouldBe(["first.weight", "first.bias", "last.weight", "last.bias"]);
        model[1].ShouldBeOfType<ReLU>();
        var slice = model[1..^1];
        slice.Count.ShouldBe(2);
        slice[1].ShouldBe(model[2]);
        model[(null, 2)].Count.ShouldBe(2);
    }

    [Fact]
    public void Sequential_frees_what_lies_between()
    {
        using var model = Sequential(Linear(2, 3), ReLU(), Linear(3, 1));
        using var x = ones(1, 2);
        var before = TensorCount.Settled();
        using (no_grad())
        using (model.call(x))
            Tensor.TotalCount.ShouldBe(before + 1);
        using var empty = Sequential();
        using var same = empty.call(x);
        same.Handle.ShouldNotBe(x.Handle);
        same.ShouldBe(x);
    }

    [Fact]
    public void ModuleList_is_a_list_and_registers_positions()
    {
        var list = ModuleList(Linear(1, 1), Linear(1, 2));
        list.append(Linear(1, 3));
        list.extend([Linear(1, 4)]);
        list.RemoveAt(0);
        list.Select(layer => layer.out_features).ShouldBe([2L, 3L, 4L]);
        using var owner = new Owner(list);
        owner.state_dict().Keys.ShouldBe(["members.0.weight", "members.0.bias", "members.1.weight", "members.1.bias", "members.2.weight", "members.2.bias"]);
    }

    [Fact]
    public void ModuleDict_keeps_the_order_and_finds_by_name()
    {
        var dict = ModuleDict(("b", Linear(1, 1)), ("a", Linear(1, 2)));
        dict.Add("c", Linear(1, 3));
        dict.keys().ShouldBe(["b", "a", "c"]);
        dict["a"].out_features.ShouldBe(2);
        dict[2].Item1.ShouldBe("c");
        dict.TryGetValue("x", out _).ShouldBeFalse();
        dict.Remove("b").ShouldBeTrue();
        dict.Contains(("a", dict["a"])).ShouldBeTrue();
        using var owner = new Owner(dict);
        owner.state_dict().Keys.ShouldBe(["members.a.weight", "members.a.bias", "members.c.weight", "members.c.bias"]);
    }

    private sealed class Owner : Module
    {
        private readonly Module members;

        public Owner(Module members)
            : base(nameof(Owner))
        {
            this.members = members;
            RegisterComponents();
        }
    }
}
