using Auscult.Cli.Configuration;
using Auscult.Foundation;

namespace Auscult.Cli.Tests.Configuration;

/// <summary>Which value wins, and what a mistake says.</summary>
public sealed class ConfigComposerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public ConfigComposerTests()
    {
        _folder.Write("auscult.yaml", """
            defaults:
              - encoder: base
              - tracker: file
            seed: 1
            output_dir: runs
            """);
        _folder.Write("encoder/base.yaml", "num_layers: 4\nwidth: 128\noptim:\n  lr: 0.001\n  name: adamw\n");
        _folder.Write("encoder/small.yaml", "defaults: [base]\nnum_layers: 2\noptim:\n  lr: 0.01\n");
        _folder.Write("encoder/loop.yaml", "defaults: [loop]\n");
        _folder.Write("head/linear.yaml", "bias: true\n");
        _folder.Write("tracker/file.yaml", "root: mlruns\n");
        _folder.Write("experiment/tiny.yaml", "defaults:\n  - encoder: small\n  - head: linear\nseed: 7\nencoder:\n  width: 32\n");
        _folder.Write("experiment/broken.yaml", "defaults:\n  - encodr: small\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("encoder.num_layers", "4")]
    [InlineData("seed", "1")]
    [InlineData("encoder.num_layers", "2", "encoder=small")]
    [InlineData("encoder.optim.name", "adamw", "encoder=small")]
    [InlineData("encoder.optim.lr", "0.01", "encoder=small")]
    [InlineData("encoder.num_layers", "6", "encoder.num_layers=6", "encoder=small")]
    [InlineData("encoder.width", "32", "experiment=tiny")]
    [InlineData("encoder.num_layers", "2", "experiment=tiny")]
    [InlineData("encoder.num_layers", "4", "experiment=tiny", "encoder=base")]
    [InlineData("head.bias", "true", "experiment=tiny")]
    [InlineData("head.bias", "true", "+head=linear")]
    [InlineData("seed", "9", "experiment=tiny", "seed=9")]
    [InlineData("experiment", "tiny", "experiment=tiny")]
    [InlineData("experiment", null, "experiment=null")]
    [InlineData("encoder.extra.deep", "[1, 2]", "+encoder.extra.deep=[1,2]")]
    [InlineData("encoder.width", "1", "++encoder.width=1")]
    [InlineData("encoder.new", "1", "++encoder.new=1")]
    [InlineData("encoder.width", null, "~encoder.width")]
    [InlineData("encoder.optim.lr", null, "encoder.optim=null")]
    [InlineData("encoder.optim", "null", "encoder.optim=")]
    [InlineData("encoder.optim.name", "a=b c", "encoder.optim.name=a=b c")]
    public void Later_layers_win(string key, string? expected, params string[] overrides)
    {
        var node = Compose(overrides).Root.Find(key.Split('.'));
        (node is null ? null : ConfigYaml.WriteInline(node)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("encoder=smal", "there is no encoder called 'smal'; did you mean 'small'?")]
    [InlineData("experiment=tny", "there is no experiment called 'tny'; did you mean 'tiny'?")]
    [InlineData("experiment=broken", "there is no group 'encodr'; did you mean 'encoder'?")]
    [InlineData("encoder=loop", "'loop' inherits from itself")]
    [InlineData("experiment=[a]", "expected the name of one file")]
    [InlineData("encoder.width.deeper=1", "there is no key 'encoder.width.deeper'")]
    [InlineData("+encoder.width.deeper=1", "'width' is not a mapping")]
    [InlineData("encoder.num_layer=4", "there is no key 'encoder.num_layer'; did you mean 'encoder.num_layers'?")]
    [InlineData("+encoder.width=4", "'encoder.width' exists already")]
    [InlineData("~encoder.nothing", "there is no key 'encoder.nothing'")]
    [InlineData("+sed=4", "unknown key 'sed'; did you mean 'seed'?")]
    [InlineData("encoder.width=[1", "not valid YAML")]
    [InlineData("encoder.width", "no value given")]
    [InlineData("~encoder.width=1", "takes no value")]
    [InlineData("a b=1", "not an override")]
    [InlineData("=1", "not an override")]
    [InlineData("--bogus", "unknown option '--bogus'")]
    [InlineData("tracker.rot=x", "did you mean 'tracker.root'?")]
    [InlineData("tracker.kind=fil", "has no choice 'fil'; did you mean 'file'?")]
    public void A_mistake_is_named_with_the_nearest_remedy(string mistake, string expected) =>
        Should.Throw<InputException>(() => Compose(mistake)).Message.ShouldContain(expected);

    [Fact]
    public void Errors_name_the_override_or_the_file_and_line()
    {
        Should.Throw<InputException>(() => Compose("encoder=smal")).Message.ShouldStartWith("override 'encoder=smal': ");
        Should.Throw<InputException>(() => Compose("experiment=broken")).Message
            .ShouldStartWith(Path.Combine(_folder.Path, "experiment", "broken.yaml") + ":2: ");
    }

    [Fact]
    public void A_section_with_a_record_takes_keys_that_no_file_mentions() =>
        Compose("tracker.run_name=night").Root.Find(["tracker", "run_name"]).ShouldBeOfType<ConfigScalar>().Text.ShouldBe("night");

    [Theory]
    [InlineData("head: {}\nhead: {}", "not valid YAML")]
    [InlineData("- a", "expected 'key: value'")]
    [InlineData("tracker: &x {root: a}\nhead: *x", "anchors")]
    [InlineData("defaults: encoder", "must be a list")]
    [InlineData("defaults: [encoder]", "'- group: name'")]
    public void A_malformed_file_is_bad_input(string text, string expected)
    {
        var path = _folder.Write("auscult.yaml", text);
        Should.Throw<InputException>(() => Compose()).Message.ShouldSatisfyAllConditions(m => m.ShouldStartWith(path), m => m.ShouldContain(expected));
    }

    [Theory]
    [InlineData("${encoder.num_layers}", "4")]
    [InlineData("layers-${encoder.num_layers}-${seed}", "layers-4-1")]
    [InlineData("${env:AUSCULT_TEST}", "from outside")]
    [InlineData("${env:ABSENT,7}", "7")]
    [InlineData("${env:ABSENT,}", "null")]
    public void References_are_replaced(string text, string expected)
    {
        _environment["AUSCULT_TEST"] = "from outside";
        ConfigYaml.WriteInline(Compose($"encoder.width={text}").Root.Find(["encoder", "width"])!).ShouldBe(expected);
    }

    [Theory]
    [InlineData("${encoder.absent}", "names no key")]
    [InlineData("${encoder.width}", "refers back to itself")]
    [InlineData("${env:ABSENT}", "environment variable ABSENT is not set")]
    [InlineData("x${encoder.optim}", "more than one value")]
    [InlineData("${encoder.num_layers", "not a complete reference")]
    public void A_reference_that_leads_nowhere_is_bad_input(string text, string expected) =>
        Should.Throw<InputException>(() => Compose($"encoder.width={text}")).Message.ShouldContain(expected);

    [Fact]
    public void The_resolved_yaml_composes_to_itself()
    {
        var resolved = Compose("experiment=tiny", "encoder.optim.name='007'", "+encoder.list=[a, 'b: c', {d: null}]");
        var again = ConfigYaml.Parse(resolved.ToYaml(), new ConfigSource(null, null)).ShouldBeOfType<ConfigMapping>();
        ConfigYaml.Write(again).ShouldBe(resolved.ToYaml());
        again.Find(["encoder", "optim", "name"]).ShouldBeOfType<ConfigScalar>().IsPlain.ShouldBeFalse();
        resolved.Flatten().ShouldContain(new KeyValuePair<string, string>("encoder.list", "[a, b: c, {d: null}]"));
    }

    [Fact]
    public void The_repositorys_own_configuration_composes()
    {
        var folder = ConfigFolder.Find(null, _ => null);
        var composer = new ConfigComposer(folder, _ => null);
        composer.Compose([]).Seed.ShouldBe(1);
        foreach (var experiment in composer.Groups.GetValueOrDefault("experiment", []))
            composer.Compose([$"experiment={experiment}"]).OutputDirectory.ShouldNotBeEmpty();
    }

    private ResolvedConfig Compose(params string[] overrides) =>
        new ConfigComposer(_folder.Path, _environment.GetValueOrDefault).Compose(overrides);
}
