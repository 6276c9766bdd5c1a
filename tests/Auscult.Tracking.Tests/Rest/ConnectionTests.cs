using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Auscult.Foundation;
using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;
using Auscult.Tracking.Tests.Server;

namespace Auscult.Tracking.Tests.Rest;

/// <summary>MLflow's environment variables: how to log in, whom to trust, and that secrets stay secret.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("user", "pass word", "token", "http://h", "Basic user:pass word")]
    [InlineData("user", null, "token", "http://h", "Bearer token")]
    [InlineData(null, null, "token", "http://a:b@h", "Bearer token")]
    [InlineData(null, null, null, "http://a:b%40c@h", "Basic a:b@c")]
    [InlineData(null, null, null, "http://h", "")]
    public void User_and_password_come_before_the_token_and_the_address_last(string? user, string? password, string? token, string uri, string expected)
    {
        var header = From(uri, ("MLFLOW_TRACKING_USERNAME", user), ("MLFLOW_TRACKING_PASSWORD", password), ("MLFLOW_TRACKING_TOKEN", token)).Authorization;
        var text = header is null ? "" : header.Scheme == "Basic"
            ? $"Basic {System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(header.Parameter!))}" : $"{header.Scheme} {header.Parameter}";
        text.ShouldBe(expected);
    }

    [Fact]
    public void No_text_holds_what_logs_in()
    {
        var connection = From("https://me:hunter2@host/mlflow?x=hunter2", ("MLFLOW_TRACKING_TOKEN", "tok-123"));
        connection.ToString().ShouldBe("https://host/mlflow/");
        connection.Address.ToString().ShouldNotContain("hunter2");
        Should.Throw<InputException>(() => From("ftp://me:hunter2@host")).Message.ShouldNotContain("hunter2");
        Should.Throw<InputException>(() => From("me:hunter2@host")).Message.ShouldNotContain("hunter2");
        Should.Throw<InputException>(() => From(null)).Message.ShouldContain("MLFLOW_TRACKING_URI");
    }

    [Fact]
    public async Task Secrets_that_a_server_sends_back_are_not_shown()
    {
        using var server = new TestServer(contractOnly: true);
        var connection = ServerConnection.From(server.Uri.Replace("://", "://me:hunter2@"), _ => null) with { MaxRetries = 0 };
        using var client = new MlflowClient(connection, TimeProvider.System);
        // The contract says back which run it does not know.
        var error = await Should.ThrowAsync<MlflowException>(() => client.Api.GetRun("hunter2"));
        error.ToString().ShouldNotContain("hunter2");
        error.Message.ShouldContain("***");
        server.Stop();
        (await Should.ThrowAsync<MlflowException>(() => client.Api.GetRun("hunter2"))).ToString().ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("MLFLOW_HTTP_REQUEST_TIMEOUT", "soon")]
    [InlineData("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "-1")]
    public void A_variable_that_is_no_number_is_bad_input(string name, string value) =>
        Should.Throw<InputException>(() => From("http://h", (name, value))).Message.ShouldContain(name);

    [Fact]
    public async Task A_self_signed_certificate_is_trusted_only_when_asked()
    {
        using var certificate = SelfSigned("localhost");
        await File.WriteAllTextAsync(_folder["authority.pem"], certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(_folder["own.pem"], certificate.ExportCertificatePem() + "\n" + certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        using var server = new TestServer(certificate, contractOnly: true);
        (await Should.ThrowAsync<MlflowException>(() => AskAsync(server))).Message.ShouldContain("MLFLOW_TRACKING_SERVER_CERT_PATH");
        await AskAsync(server, ("MLFLOW_TRACKING_INSECURE_TLS", "true"));
        await AskAsync(server, ("MLFLOW_TRACKING_SERVER_CERT_PATH", _folder["authority.pem"]));
        server.ClientCertificate.ShouldBeNull();
        await AskAsync(server, ("MLFLOW_TRACKING_SERVER_CERT_PATH", _folder["authority.pem"]), ("MLFLOW_TRACKING_CLIENT_CERT_PATH", _folder["own.pem"]));
        server.ClientCertificate.ShouldBe("CN=localhost");
        using var other = SelfSigned("other");
        await File.WriteAllTextAsync(_folder["other.pem"], other.ExportCertificatePem());
        await Should.ThrowAsync<MlflowException>(() => AskAsync(server, ("MLFLOW_TRACKING_SERVER_CERT_PATH", _folder["other.pem"])));
        Should.Throw<InputException>(() => Connections.Client(server, ("MLFLOW_TRACKING_CLIENT_CERT_PATH", _folder["absent.pem"]))).Message.ShouldContain("absent.pem");
    }

    [Fact]
    public async Task A_path_in_front_of_the_api_is_kept()
    {
        using var server = new TestServer(contractOnly: true);
        using var client = new MlflowClient(From(server.Uri + "/behind/a/gateway") with { MaxRetries = 0 }, TimeProvider.System);
        await Should.ThrowAsync<MlflowException>(() => client.Api.SearchExperiments(new SearchExperiments(1)));
        server.Requests.Single().Path.ShouldBe("/behind/a/gateway/api/2.0/mlflow/experiments/search");
    }

    private static async Task AskAsync(TestServer server, params (string Key, string Value)[] environment)
    {
        using var client = new MlflowClient(Connections.To(server, environment) with { MaxRetries = 0 }, TimeProvider.System);
        await client.Api.SearchExperiments(new SearchExperiments(1));
    }

    private static ServerConnection From(string? uri, params (string Key, string? Value)[] environment) =>
        ServerConnection.From(uri, key => environment.FirstOrDefault(pair => pair.Key == key).Value);

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.FromUnixTimeSeconds(1_600_000_000), DateTimeOffset.FromUnixTimeSeconds(4_000_000_000));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
