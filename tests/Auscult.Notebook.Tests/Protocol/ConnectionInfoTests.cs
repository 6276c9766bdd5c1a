using Auscult.Foundation;
using Auscult.Notebook.Protocol;

namespace Auscult.Notebook.Tests.Protocol;

public sealed class ConnectionInfoTests : IDisposable
{
    private const string Good = """
        {"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "ip": "127.0.0.1", "key": "k", "transport": "tcp",
         "signature_scheme": "hmac-sha256", "kernel_name": "x"}
        """;

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_file_of_jupyter_is_read()
    {
        var connection = Read(Good);
        (connection.ShellPort, connection.HbPort, connection.Key).ShouldBe((1, 5, "k"));
        connection.Endpoint(connection.IopubPort).ShouldBe("tcp://127.0.0.1:2");
        (connection with { Transport = "ipc", Ip = "kernel" }).Endpoint(3).ShouldBe("ipc://kernel-3");
    }

    [Theory]
    [InlineData("", "not a Jupyter connection file")]
    [InlineData("{}", "not a Jupyter connection file")]
    [InlineData("null", "not a connection")]
    [InlineData("tcp->udp", "transport 'udp'")]
    [InlineData("hmac-sha256->hmac-md5", "signature scheme 'hmac-md5'")]
    [InlineData("\"hb_port\": 5->\"hb_port\": 99999", "99999 is not a port")]
    public void Anything_else_is_refused_in_one_line(string change, string problem)
    {
        var text = change.Split("->") is [var from, var to] ? Good.Replace(from, to, StringComparison.Ordinal) : change;
        var message = Should.Throw<InputException>(() => Read(text)).Message;
        message.ShouldContain(problem);
        message.ShouldContain(_file);
        message.ShouldNotContain("\n");
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Should.Throw<InputException>(() => ConnectionInfo.Read(_file + ".no")).Message.ShouldStartWith(_file + ".no: cannot be read");

    private ConnectionInfo Read(string text)
    {
        File.WriteAllText(_file, text);
        return ConnectionInfo.Read(_file);
    }
}
