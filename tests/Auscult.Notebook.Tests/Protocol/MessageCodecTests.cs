using System.Text;
using System.Text.Json.Nodes;
using Auscult.Notebook.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Notebook.Tests.Protocol;

public sealed class MessageCodecTests
{
    private static readonly byte[][] Parts = [.. new[] { """{"msg_id":"1"}""", "{}", "{}", """{"code":"1+1"}""" }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Python: <c>hmac.new(b"secret", b"".join(parts), "sha256").hexdigest()</c>.</summary>
    [Fact]
    public void The_signature_is_the_one_of_python()
    {
        var signer = new MessageSigner("secret");
        Encoding.ASCII.GetString(signer.Sign(Parts[0], Parts[1], Parts[2], Parts[3]))
            .ShouldBe("8b401df890f3e1a0a11fe0065dc9c527656a04e4c12230f675f0a5b83a2f600c");
    }

    [Fact]
    public void Without_a_key_nothing_is_signed() => new MessageSigner("").Sign(Parts[0], Parts[1], Parts[2], Parts[3]).ShouldBeEmpty();

    [Fact]
    public void A_message_comes_back_as_it_was_sent() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>().Filter(text => text is not null && !text.Any(char.IsSurrogate)),
        ArbMap.Default.ArbFor<byte[]>().Filter(bytes => bytes is not null),
        (text, identity) =>
        {
            var codec = new MessageCodec(new MessageSigner("secret"));
            var sent = Message(text, identity);
            var received = codec.Decode(codec.Encode(sent));
            received.Type.ShouldBe("execute_request");
            received.Content["code"]!.GetValue<string>().ShouldBe(text);
            received.Identities.ShouldHaveSingleItem().ShouldBe(identity);
            received.Header.ToJsonString().ShouldBe(sent.Header.ToJsonString());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_changed_byte_anywhere_behind_the_delimiter_is_refused()
    {
        var codec = new MessageCodec(new MessageSigner("secret"));
        var frames = codec.Encode(Message("1 + 1", [7]));
        for (var frame = 2; frame < frames.Count; frame++)
        {
            for (var i = 0; i < frames[frame].Length; i++)
            {
                var damaged = frames.Select(f => (byte[])f.Clone()).ToArray();
                damaged[frame][i] ^= 1;
                Should.Throw<FormatException>(() => codec.Decode(damaged)).Message.ShouldBe("a message with a wrong signature");
            }
        }
    }

    [Fact]
    public void A_message_of_another_key_is_refused()
    {
        var frames = new MessageCodec(new MessageSigner("yours")).Encode(Message("", []));
        Should.Throw<FormatException>(() => new MessageCodec(new MessageSigner("mine")).Decode(frames));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("<IDS|MSG>", "")]
    [InlineData("<IDS|MSG>||{}|{}|{}", "")]
    [InlineData("<IDS|MSG>||{|{}|{}|{}", "not JSON")]
    [InlineData("<IDS|MSG>||[]|{}|{}|{}", "not a JSON object")]
    [InlineData("<IDS|MSG>||{}|{}|{}|{}", "without a type")]
    public void Foreign_frames_are_refused_with_a_reason(string text, string reason)
    {
        // The delimiter itself holds the separator.
        var frames = text.Replace("<IDS|MSG>", "\0", StringComparison.Ordinal).Split('|')
            .Select(f => Encoding.UTF8.GetBytes(f.Replace("\0", "<IDS|MSG>", StringComparison.Ordinal)));
        Should.Throw<FormatException>(() => new MessageCodec(new MessageSigner("")).Decode([.. frames])).Message.ShouldContain(reason);
    }

    private static JupyterMessage Message(string code, byte[] identity) => JupyterMessage.Create(
        "execute_request", "session", DateTimeOffset.UnixEpoch, new JsonObject { ["code"] = code }, identities: [identity]);
}
