using System.Text;

namespace Auscult.Tracking.Rest;

/// <summary>Takes what logs in out of texts, should a server or a gateway send it back.</summary>
internal static class Secrets
{
    private const string Hidden = "***";

    /// <summary>The text without the credentials that the request carried.</summary>
    public static string Scrub(string text, HttpRequestMessage request)
    {
        if (request.Headers.Authorization?.Parameter is not { Length: > 0 } parameter)
            return text;
        text = text.Replace(parameter, Hidden, StringComparison.Ordinal);
        if (request.Headers.Authorization.Scheme != "Basic")
            return text;
        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(parameter));
        var password = pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return password.Length == 0 ? text : text.Replace(password, Hidden, StringComparison.Ordinal);
    }
}
