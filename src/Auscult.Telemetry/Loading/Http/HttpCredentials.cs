using System.Net.Http.Headers;
using System.Text;

namespace Auscult.Telemetry.Loading.Http;

/// <summary>
/// How to log in at metrics servers, from the environment and from nowhere else: <c>PROMETHEUS_TOKEN</c>, or
/// <c>PROMETHEUS_USERNAME</c> and <c>PROMETHEUS_PASSWORD</c>. No message ever holds them.
/// </summary>
internal static class HttpCredentials
{
    public const string Remedy = "set PROMETHEUS_TOKEN, or PROMETHEUS_USERNAME and PROMETHEUS_PASSWORD";

    /// <summary>The header that logs in; null where the environment says nothing.</summary>
    /// <param name="variable">Reads a variable of the environment.</param>
    public static AuthenticationHeaderValue? From(Func<string, string?> variable)
    {
        if (variable("PROMETHEUS_TOKEN") is { Length: > 0 } token)
            return new AuthenticationHeaderValue("Bearer", token.Trim());
        return variable("PROMETHEUS_USERNAME") is { Length: > 0 } user
            ? new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{variable("PROMETHEUS_PASSWORD")}")))
            : null;
    }
}
