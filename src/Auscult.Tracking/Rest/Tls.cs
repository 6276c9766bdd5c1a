using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Auscult.Foundation;

namespace Auscult.Tracking.Rest;

/// <summary>Which certificates are accepted and which one is shown.</summary>
internal static class Tls
{
    /// <summary>The options of a connection.</summary>
    /// <exception cref="InputException">A certificate cannot be read.</exception>
    public static SslClientAuthenticationOptions Options(ServerConnection connection)
    {
        var options = new SslClientAuthenticationOptions();
        if (connection.InsecureTls)
        {
            // What the user asked for by MLFLOW_TRACKING_INSECURE_TLS.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }
        else if (connection.ServerCertPath is { } path)
        {
            var authorities = Read(path, Authorities);
            options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                IsTrusted(certificate, chain, errors, authorities);
        }
        if (connection.ClientCertPath is { } own)
            options.ClientCertificates = [Read(own, file => X509Certificate2.CreateFromPemFile(file))];
        return options;
    }

    private static X509Certificate2Collection Authorities(string path)
    {
        var found = new X509Certificate2Collection();
        foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path).Order(StringComparer.Ordinal).ToArray() : [path])
            found.ImportFromPemFile(file);
        return found.Count > 0 ? found : throw new CryptographicException("it holds no certificate");
    }

    private static bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors,
        X509Certificate2Collection authorities)
    {
        if (certificate is not X509Certificate2 server || chain is null
            || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.AddRange(authorities);
        own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        return own.Build(server);
    }

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"not a readable certificate: {e.Message.TrimEnd('.')}", path, remedy: "name a PEM file", inner: e);
        }
    }
}
