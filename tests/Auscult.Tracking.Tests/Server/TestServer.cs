using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auscult.Tracking.Tests.Server;

/// <summary>
/// A tracking server on a loopback port that can be made to fail. Behind the failures stands MLflow's contract in memory, or a real MLflow
/// server where <c>AUSCULT_MLFLOW_SERVER</c> names one.
/// </summary>
internal sealed class TestServer : IDisposable
{
    private readonly RequestDelegate _backend;
    private readonly ConcurrentQueue<Fault> _faults = new();
    private readonly X509Certificate2? _certificate;
    private WebApplication? _app;
    private int _port;

    public TestServer(X509Certificate2? certificate = null, bool contractOnly = false)
    {
        _certificate = certificate;
        _backend = RealServer.Address is { } address && !contractOnly ? new RealServer(address).HandleAsync : new MlflowContract().HandleAsync;
        Start();
    }

    /// <summary>Where it listens; the same after a restart.</summary>
    public string Uri => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{_port}";

    /// <summary>What was asked, in order: verb, path, and the header that logs in.</summary>
    public ConcurrentQueue<(string Verb, string Path, string Authorization, long Length)> Requests { get; } = new();

    /// <summary>Subject of the last client certificate.</summary>
    public string? ClientCertificate { get; private set; }

    /// <summary>Lets the next requests to an address fail.</summary>
    public void Fail(Fault fault) => _faults.Enqueue(fault);

    /// <summary>Stops faults that are left.</summary>
    public void Heal() => _faults.Clear();

    /// <summary>Listens, on the port it had before.</summary>
    public void Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Listen(System.Net.IPAddress.Loopback, _port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (_certificate is not null)
                {
                    listen.UseHttps(_certificate, https =>
                    {
                        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                        https.AllowAnyClientCertificate();
                    });
                }
            });
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddLogging(logging => logging.ClearProviders());
        _app = builder.Build();
        _app.Run(HandleAsync);
        _app.StartAsync().GetAwaiter().GetResult();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _port = new Uri(address).Port;
    }

    /// <summary>Ends at once, as a killed server does; what it stored stays.</summary>
    public void Stop()
    {
        if (_app is null)
            return;
        using var now = new CancellationTokenSource();
        now.Cancel();
        _app.StopAsync(now.Token).GetAwaiter().GetResult();
        _app.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _app = null;
    }

    public void Dispose() => Stop();

    private async Task HandleAsync(HttpContext context)
    {
        Requests.Enqueue((context.Request.Method, context.Request.Path.Value!, context.Request.Headers.Authorization.ToString(), context.Request.ContentLength ?? 0));
        ClientCertificate = context.Connection.ClientCertificate?.Subject;
        if (_faults.FirstOrDefault(fault => fault.Befalls(context.Request)) is { } fault)
            await fault.HappenAsync(context, () => _backend(context));
        else
            await _backend(context);
    }
}
