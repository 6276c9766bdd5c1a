using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Telemetry.Tests.Windowing;

public sealed class SamplerTests
{
    [Fact]
    public void A_shuffled_epoch_visits_everything_once_and_repeats_only_itself()
    {
        var sampler = new ShuffledSampler(100, new Seeds(1));
        sampler.Order(0).Order().ShouldBe(Enumerable.Range(0, 100));
        sampler.Order(3).ShouldBe(new ShuffledSampler(100, new Seeds(1)).Order(3));
        sampler.Order(0).ShouldNotBe(sampler.Order(1));
        sampler.Order(0).ShouldNotBe(new ShuffledSampler(100, new Seeds(2)).Order(0));
        new SequentialSampler(3).Order(9).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public void A_balanced_epoch_visits_every_class_equally_often_and_every_member_before_any_twice()
    {
        int[] classes = [0, 0, 0, 0, 0, 0, 1, 1, -1, 2];
        var order = new BalancedSampler(classes, new Seeds(5)).Order(0);
        order.Length.ShouldBe(18);
        order.GroupBy(i => classes[i]).ToDictionary(g => g.Key, g => g.Count())
            .ShouldBe(new Dictionary<int, int> { [0] = 6, [1] = 6, [2] = 6 }, ignoreOrder: true);
        order.Where(i => classes[i] == 0).Order().ShouldBe([0, 1, 2, 3, 4, 5]);
        order.Count(i => i == 6).ShouldBe(3);
        order.Take(3).Select(i => classes[i]).Order().ShouldBe([0, 1, 2]);
        new BalancedSampler(classes, new Seeds(5)).Order(0).ShouldBe(order);
        new BalancedSampler([], new Seeds(5)).Order(0).ShouldBeEmpty();
    }
}
