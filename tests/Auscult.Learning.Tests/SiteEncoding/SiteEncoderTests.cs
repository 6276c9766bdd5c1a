using Auscult.Learning.Diagnosis;
using Auscult.Learning.SiteEncoding;
using Auscult.Learning.Sites;

using Auscult.Telemetry.Domain;
using static TorchSharp.torch;

namespace Auscult.Learning.Tests.SiteEncoding;

public sealed class SiteEncoderTests
{
    private static readonly SiteShifts Site = TinySites.Shifts(3)[0];
    private static readonly SignalTable Signals = SignalTable.Of([Site]);
    private static readonly int[] Moments = [50, 51];

    [Fact]
    public void Outputs_have_the_documented_shapes()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var (site, verdict) = network.call(Input(View().Everything));

        site.Site.shape.ShouldBe([2, 16]);
        site.Entities.shape.ShouldBe([2, 9, 16]);
        site.Layers.shape.ShouldBe([2, Enum.GetValues<Layer>().Length, 16]);
        verdict.Classes.shape.ShouldBe([2, 3]);
        verdict.Blame.shape.ShouldBe([2, 9, 3]);
        verdict.Blame.exp().sum(1).sub(1).abs().max().item<float>().ShouldBeLessThan(1e-5f);
    }

    [Fact]
    public void Another_order_of_entities_orders_the_answers_and_changes_nothing_else()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = Network();
        var whole = View().Everything;
        var turned = whole with { Entities = [.. whole.Entities.Select(kind => kind.Reverse().ToArray())] };

        var (site, verdict) = network.call(Input(whole));
        var (other, otherVerdict) = network.call(Input(turned));

        Difference(site.Site, other.Site).ShouldBeLessThan(1e-5f);
        Difference(verdict.Classes, otherVerdict.Classes).ShouldBeLessThan(1e-5f);
        var back = whole.Entities.SelectMany((kind, k) => kind.Select(e => (long)turned.IndexOf(new EntityRef(k, e)))).ToArray();
        Difference(site.Entities, other.Entities.index_select(1, tensor(back))).ShouldBeLessThan(1e-5f);
        Difference(site.Entities, other.Entities).ShouldBeGreaterThan(1e-3f);
    }

    [Fact]
    public void Fewer_entities_signals_and_layers_are_served()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = Network();
        var whole = View().Everything;
        SiteSelection[] parts =
        [
            whole with { Entities = [whole.Entities[0], [0, 3]] },
            whole with { Entities = [[], whole.Entities[1]] },
            whole with { Rows = [whole.Rows[0], Array.ConvertAll(whole.Rows[1], _ => -1)] },
            whole with { Rows = [.. whole.Rows.Select(rows => Array.ConvertAll(rows, _ => SignalTable.UnknownRow(Layer.Hardware)))] },
        ];
        foreach (var part in parts)
        {
            var (site, verdict) = network.call(Input(part));
            site.Site.isfinite().all().item<bool>().ShouldBeTrue();
            verdict.Classes.isfinite().all().item<bool>().ShouldBeTrue();
            verdict.Blame.shape[1].ShouldBe(part.Entities.Sum(kind => kind.Length));
        }
    }

    [Fact]
    public void Hidden_cells_change_nothing_and_are_asked_for()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = Network();
        var view = View();
        HiddenCell hidden = (_, layer, entity, signal) => layer == 1 && entity == 2 && signal == 1;
        var before = Input(view.Everything, hidden);
        var first = network.call(before);

        before.Layers[1].Asked!.sum().item<float>().ShouldBe(2 * 4 * 4);
        first.Site.Reconstruction[1]!.shape.ShouldBe(before.Layers[1].Targets!.shape);
        var power = Changed(view, 2, 1, 9);
        Difference(first.Site.Site, network.call(Input(view.Everything, hidden)).Site.Site).ShouldBe(0);
        power();
    }

    [Fact]
    public void Gradients_reach_every_parameter()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var view = View();
        var augmentation = new SiteAugmentation(new SiteTrainingConfig { CellMaskRatio = 0.3 });
        var input = Input(view.Everything, augmentation.Hide(view, view.Everything, [null, null], new Random(1)));
        var (site, verdict) = network.call(input);
        LabelledMoment[] labels = [new(0, 50, 1, null), new(0, 51, 0, null)];
        (new SiteObjective(new SiteTrainingConfig()).Loss(site, verdict, input, labels, [3, -1]) + site.Layers.sum() * 1e-3).backward();

        foreach (var (name, parameter) in network.named_parameters())
        {
            parameter.grad.ShouldNotBeNull(name);
            parameter.grad!.abs().sum().item<float>().ShouldBeGreaterThan(0, name);
        }
    }

    private static SiteView View() => new(Site, Signals);

    private static SiteInput Input(SiteSelection selection, HiddenCell? hidden = null)
    {
        var asTheyAre = selection.Rows.Select(rows => new SignalDistortion?[rows.Length]).ToArray();
        var disguise = hidden is null ? null : new SiteDisguise(hidden, asTheyAre, new Random(1));
        return new SiteInputBuilder(TinySites.Encoder, CPU).Build(View(), Moments, selection, disguise);
    }

    private static SiteNetwork Network()
    {
        manual_seed(1);
        return new SiteNetwork(TinySites.Encoder, Signals, 3);
    }

    /// <summary>Overwrites a signal of an accelerator in the windows; the result puts it back.</summary>
    private static Action Changed(SiteView view, int entity, int signal, float value)
    {
        var kind = view.Shifts.Kinds[1];
        var saved = (float[])kind.Values.Clone();
        for (var moment = 0; moment < kind.Moments; moment++)
            kind.Write(moment, entity).Slice(signal * KindShifts.Channels, KindShifts.Channels).Fill(value);
        return () => saved.CopyTo(kind.Values, 0);
    }

    private static float Difference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}
