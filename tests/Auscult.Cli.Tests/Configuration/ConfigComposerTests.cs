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
              - codec: base
              - tracker: file
            seed: 1
            output_dir: runs
            """);
        _folder.Write("codec/base.yaml", "num_layers: 4\nwidth: 128\noptim:\n  lr: 0.001\n  name: adamw\n");
        _folder.Write("codec/small.yaml", "defaults: [base]\nnum_layers: 2\noptim:\n  lr: 0.01\n");
        _folder.Write("codec/loop.yaml", "defaults: [loop]\n");
        _folder.Write("hat/linear.yaml", "bias: true\n");
        _folder.Write("tracker/file.yaml", "root: mlruns\n");
        _folder.Write("experiment/tiny.yaml", "defaults:\n  - codec: small\n  - hat: linear\nseed: 7\ncodec:\n  width: 32\n");
        _folder.Write("experiment/broken.yaml", "defaults:\n  - codc: small\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("codec.num_layers", "4")]
    [InlineData("seed", "1")]
    [InlineData("codec.num_layers", "2", "codec=small")]
    [InlineData("codec.optim.name", "adamw", "codec=small")]
    [InlineData("codec.optim.lr", "0.01", "codec=small")]
    [InlineData("codec.num_layers", "6", "codec.num_layers=6", "codec=small")]
    [InlineData("codec.width", "32", "experiment=tiny")]
    [InlineData("codec.num_layers", "2", "experiment=tiny")]
    [InlineData("codec.num_layers", "4", "experiment=tiny", "codec=base")]
    [InlineData("hat.bias", "true", "experiment=tiny")]
    [InlineData("hat.bias", "true", "+hat=linear")]
    [InlineData("seed", "9", "experiment=tiny", "seed=9")]
    [InlineData("experiment", "tiny", "experiment=tiny")]
    [InlineData("experiment", null, "experiment=null")]
    [InlineData("codec.extra.deep", "[1, 2]", "+codec.extra.deep=[1,2]")]
    [InlineData("codec.width", "1", "++codec.width=1")]
    [InlineData("codec.new", "1", "++codec.new=1")]
    [InlineData("codec.width", null, "~codec.width")]
    [InlineData("codec.optim.lr", null, "codec.optim=null")]
    [InlineData("codec.optim", "null", "codec.optim=")]
    [InlineData("codec.optim.name", "a=b c", "codec.optim.name=a=b c")]
    public void Later_layers_win(string key, string? expected, params string[] overrides)
    {
        var node = Compose(overrides).Root.Find(key.Split('.'));
        (node is null ? null : ConfigYaml.WriteInline(node)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("codec=smal", "there is no codec called 'smal'; did you mean 'small'?")]
    [InlineData("experiment=tny", "there is no experiment called 'tny'; did you mean 'tiny'?")]
    [InlineData("experiment=broken", "there is no group 'codc'; did you mean 'codec'?")]
    [InlineData("codec=loop", "'loop' inherits from itself")]
    [InlineData("experiment=[a]", "expected the name of one file")]
    [InlineData("codec.width.deeper=1", "there is no key 'codec.width.deeper'")]
    [InlineData("+codec.width.deeper=1", "'width' is not a mapping")]
    [InlineData("codec.num_layer=4", "there is no key 'codec.num_layer'; did you mean 'codec.num_layers'?")]
    [InlineData("+codec.width=4", "'codec.width' exists already")]
    [InlineData("~codec.nothing", "there is no key 'codec.nothing'")]
    [InlineData("+sed=4", "unknown key 'sed'; did you mean 'seed'?")]
    [InlineData("codec.width=[1", "not valid YAML")]
    [InlineData("codec.width", "no value given")]
    [InlineData("~codec.width=1", "takes no value")]
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
        Should.Throw<InputException>(() => Compose("codec=smal")).Message.ShouldStartWith("override 'codec=smal': ");
        Should.Throw<InputException>(() => Compose("experiment=broken")).Message
            .ShouldStartWith(Path.Combine(_folder.Path, "experiment", "broken.yaml") + ":2: ");
    }

    [Fact]
    public void A_section_with_a_record_takes_keys_that_no_file_mentions() =>
        Compose("tracker.run_name=night").Root.Find(["tracker", "run_name"]).ShouldBeOfType<ConfigScalar>().Text.ShouldBe("night");

    [Theory]
    [InlineData("hat: {}\nhat: {}", "not valid YAML")]
    [InlineData("- a", "expected 'key: value'")]
    [InlineData("tracker: &x {root: a}\nhat: *x", "anchors")]
    [InlineData("defaults: codec", "must be a list")]
    [InlineData("defaults: [codec]", "'- group: name'")]
    public void A_malformed_file_is_bad_input(string text, string expected)
    {
        var path = _folder.Write("auscult.yaml", text);
        Should.Throw<InputException>(() => Compose()).Message.ShouldSatisfyAllConditions(m => m.ShouldStartWith(path), m => m.ShouldContain(expected));
    }

    [Theory]
    [InlineData("${codec.num_layers}", "4")]
    [InlineData("layers-${codec.num_layers}-${seed}", "layers-4-1")]
    [InlineData("${env:AUSCULT_TEST}", "from outside")]
    [InlineData("${env:ABSENT,7}", "7")]
    [InlineData("${env:ABSENT,}", "null")]
    public void References_are_replaced(string text, string expected)
    {
        _environment["AUSCULT_TEST"] = "from outside";
        ConfigYaml.WriteInline(Compose($"codec.width={text}").Root.Find(["codec", "width"])!).ShouldBe(expected);
    }

    [Theory]
    [InlineData("${codec.absent}", "names no key")]
    [InlineData("${codec.width}", "refers back to itself")]
    [InlineData("${env:ABSENT}", "environment variable ABSENT is not set")]
    [InlineData("x${codec.optim}", "more than one value")]
    [InlineData("${codec.num_layers", "not a complete reference")]
    public void A_reference_that_leads_nowhere_is_bad_input(string text, string expected) =>
        Should.Throw<InputException>(() => Compose($"codec.width={text}")).Message.ShouldContain(expected);

    [Fact]
    public void The_resolved_yaml_composes_to_itself()
    {
        var resolved = Compose("experiment=tiny", "codec.optim.name='007'", "+codec.list=[a, 'b: c', {d: null}]");
        var again = ConfigYaml.Parse(resolved.ToYaml(), new ConfigSource(null, null)).ShouldBeOfType<ConfigMapping>();
        ConfigYaml.Write(again).ShouldBe(resolved.ToYaml());
        again.Find(["codec", "optim", "name"]).ShouldBeOfType<ConfigScalar>().IsPlain.ShouldBeFalse();
        resolved.Flatten().ShouldContain(new KeyValuePair<string, string>("codec.list", "[a, b: c, {d: null}]"));
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
