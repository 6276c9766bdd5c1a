using Auscult.Tracking.Rest;

namespace Auscult.Tracking.Tests.Server;

/// <summary>Clients that lose patience quickly.</summary>
internal static class Connections
{
    public static ServerConnection To(TestServer server, params (string Key, string Value)[] environment) =>
        ServerConnection.From(server.Uri, key => environment.FirstOrDefault(pair => pair.Key == key).Value) with
        {
            Backoff = TimeSpan.FromMilliseconds(5),
            Timeout = TimeSpan.FromSeconds(20),
        };

    public static MlflowClient Client(TestServer server, params (string Key, string Value)[] environment) => new(To(server, environment), TimeProvider.System);

    /// <summary>A name that nobody used before: a real server keeps what it got.</summary>
    public static string Unique(string name) => $"{name}-{Guid.NewGuid():N}";
}
