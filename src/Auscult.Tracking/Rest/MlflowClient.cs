using System.Runtime.CompilerServices;
using Auscult.Tracking.Messages;
using Polly;

namespace Auscult.Tracking.Rest;

/// <summary>
/// A tracking server: <see cref="Api"/> is every endpoint as it is; the methods here page, split batches, and repeat what failed without
/// doubling
/// it: after a failure that may have been a success they look first.
/// </summary>
public sealed class MlflowClient : IDisposable
{
    /// <summary>Tag by which a run or a model that was made is found again when its answer was lost.</summary>
    public const string SourceTag = "auscult.source_id";

    private const int PageLength = 1000;
    private const int HistoryPage = 25_000;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http;
    private readonly ResiliencePipeline<object> _again;

    /// <param name="connection">Where the server is.</param>
    /// <param name="clock">Measures pauses.</param>
    /// <exception cref="Foundation.InputException">A certificate cannot be read.</exception>
    public MlflowClient(ServerConnection connection, TimeProvider clock)
    {
        Connection = connection;
        _http = new HttpClient(new RetryHandler(connection, clock, new SocketsHttpHandler
        {
            SslOptions = Tls.Options(connection),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(Math.Clamp(connection.Timeout.TotalSeconds, 0.1, 10)),
            UseCookies = false,
        }))
        {
            BaseAddress = connection.Address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization = connection.Authorization;
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("auscult");
        Api = RestProxy.For<IMlflowApi>(_http, MlflowJson.Default);
        Artifacts = new ArtifactRepository(_http, Api, connection);
        var again = new ResiliencePipelineBuilder<object> { TimeProvider = clock };
        if (connection.MaxRetries > 0)
            again.AddRetry(RetryHandler.Retries<object>(connection.MaxRetries, connection.Backoff, LongestPause, e =>
                e is { IsTransient: true, MayHaveBeenApplied: true }));
        _again = again.Build();
    }

    /// <summary>Asks once, without the patience of a training, whether anybody answers at all.</summary>
    /// <exception cref="MlflowException">Nobody does. A server that answers anything, an error too, passes.</exception>
    public static async Task EnsureReachableAsync(ServerConnection connection, TimeProvider clock, CancellationToken cancellation = default)
    {
        using var client = new MlflowClient(connection with { MaxRetries = 0 }, clock);
        try
        {
            await client.Api.GetExperiment("0", cancellation);
        }
        catch (MlflowException e) when (e.Status is not null || e.MayHaveBeenApplied)
        {
            // It is there; whether it does what is asked is for the request itself to find out.
            return;
        }
    }

    /// <summary>Where the server is.</summary>
    public ServerConnection Connection { get; }

    /// <summary>Every endpoint.</summary>
    public IMlflowApi Api { get; }

    /// <summary>Files.</summary>
    public ArtifactRepository Artifacts { get; }

    /// <summary>The id of the experiment of that name, which is made when there is none and taken out of the trash when it is
    /// there.</summary>
    public async Task<string> GetOrCreateExperimentAsync(string name, IReadOnlyList<KeyValue>? tags = null,
        CancellationToken cancellation = default)
    {
        if (await FindExperimentAsync(name, cancellation) is { } found)
            return found;
        try
        {
            return (await Api.CreateExperiment(new CreateExperiment(name) { Tags = tags }, cancellation)).ExperimentId;
        }
        catch (MlflowException e) when (e.IsPresent)
        {
            // Another process was faster, or our own first attempt was.
            if (await FindExperimentAsync(name, cancellation) is { } there)
                return there;
            throw;
        }
    }

    /// <summary>Starts a run, once: when an answer is lost, the run is found by <paramref name="sourceId"/>.</summary>
    /// <param name="request">The run; the tag <see cref="SourceTag"/> is added.</param>
    /// <param name="sourceId">What tells this run from all others.</param>
    /// <param name="look">Whether it may be there already.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<Run> CreateRunAsync(CreateRun request, string sourceId, bool look, CancellationToken cancellation = default) => OnceAsync(
        look,
        async token => (await SearchRunsAsync(new SearchRuns([request.ExperimentId])
        {
            Filter = $"tags.`{SourceTag}` = '{sourceId}'",
            RunViewType = "ALL", MaxResults = 1
        }, token)
            .FirstOrDefaultAsync(token)),
        async token => (await Api.CreateRun(request with { Tags = [.. request.Tags, new KeyValue(SourceTag, sourceId)] }, token)).Run,
        cancellation);

    /// <summary>Makes a logged model, once, as <see cref="CreateRunAsync"/>.</summary>
    public Task<LoggedModel> CreateLoggedModelAsync(CreateLoggedModel request, string sourceId, bool look,
        CancellationToken cancellation = default) => OnceAsync(
        look,
        async token => (await Api.SearchLoggedModels(new SearchLoggedModels([request.ExperimentId], $"tags.`{SourceTag}` = '{sourceId}'"),
            token)).Models?.FirstOrDefault(),
        async token => (await Api.CreateLoggedModel(request with { Tags = [.. request.Tags ?? [], new KeyValue(SourceTag, sourceId)] },
            token)).Model,
        cancellation);

    /// <summary>Makes the next version of a registered model, once, as <see cref="CreateRunAsync"/>.</summary>
    public Task<ModelVersion> CreateModelVersionAsync(CreateModelVersion request, string sourceId, bool look,
        CancellationToken cancellation = default) => OnceAsync(
        look,
        token => FindModelVersionAsync(request.Name, sourceId, token),
        async token => (await Api.CreateModelVersion(request with { Tags = [.. request.Tags ?? [], new KeyValue(SourceTag, sourceId)] },
            token)).ModelVersion,
        cancellation);

    /// <summary>The version that <see cref="CreateModelVersionAsync"/> made; null when there is none.</summary>
    public async Task<ModelVersion?> FindModelVersionAsync(string name, string sourceId, CancellationToken cancellation = default) =>
        await VersionsAsync(name, cancellation).FirstOrDefaultAsync(
            version => version.Tags?.Any(tag => tag is { Key: SourceTag } && tag.Value == sourceId) == true, cancellation);

    /// <summary>Registers a name, unless it is registered.</summary>
    public async Task EnsureRegisteredModelAsync(CreateRegisteredModel request, CancellationToken cancellation = default)
    {
        try
        {
            await Api.CreateRegisteredModel(request, cancellation);
        }
        catch (MlflowException e) when (e.IsPresent)
        {
            // It is registered, which is all that was asked.
            return;
        }
    }

    /// <summary>Logs in as many requests as the limits ask for. A point that the run has already (same key, step, time, value) is not
    /// logged again.</summary>
    /// <param name="runId">The server's run.</param>
    /// <param name="items">What to log.</param>
    /// <param name="look">Whether some of it may be there already.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task LogAsync(string runId, RunItems items, bool look = false, CancellationToken cancellation = default)
    {
        foreach (var part in items.Split())
        {
            var left = part;
            var unsure = look;
            await _again.ExecuteAsync(async token =>
            {
                if (unsure && left.Metrics.Count > 0)
                    left = left with { Metrics = await MetricPoints.MissingAsync(this, runId, left.Metrics, token) };
                unsure = true;
                if (left.Metrics.Count + left.Params.Count + left.Tags.Count > 0)
                    await Api.LogBatch(new LogBatch(runId, left.Metrics, left.Params, left.Tags), token);
                return left;
            }, cancellation);
        }
    }

    /// <summary>Says which models a run made, once: MLflow's database refuses a model that the run has.</summary>
    public async Task LogOutputsAsync(string runId, IReadOnlyList<ModelOutput> models, bool look = false,
        CancellationToken cancellation = default)
    {
        var unsure = look;
        var left = models;
        await _again.ExecuteAsync(async token =>
        {
            if (unsure)
            {
                var made = (await Api.GetRun(runId, token)).Run.Outputs?.ModelOutputs ?? [];
                left = [.. models.Where(model => made.All(m => m.ModelId != model.ModelId))];
            }
            unsure = true;
            if (left.Count > 0)
                await Api.LogOutputs(new LogOutputs(runId, left), token);
            return left;
        }, cancellation);
    }

    /// <summary>Every point of a metric, in the server's order.</summary>
    public IAsyncEnumerable<Metric> MetricHistoryAsync(string runId, string key, CancellationToken cancellation = default) =>
        PagesAsync<Metric>(
            async (token, stop) =>
            {
                var page = await Api.GetMetricHistory(runId, key, HistoryPage, token, stop);
                return (page.Metrics, page.NextPageToken);
            },
            cancellation);

    /// <summary>Every run that a search finds.</summary>
    public IAsyncEnumerable<Run> SearchRunsAsync(SearchRuns search, CancellationToken cancellation = default) => PagesAsync<Run>(
        async (token, stop) =>
        {
            var page = await Api.SearchRuns(search with { PageToken = token }, stop);
            return (page.Runs, page.NextPageToken);
        },
        cancellation);

    /// <summary>Every experiment; deleted ones with <paramref name="viewType"/> ALL.</summary>
    public IAsyncEnumerable<Experiment> ExperimentsAsync(
        string? filter = null, string viewType = "ACTIVE_ONLY", CancellationToken cancellation = default) => PagesAsync<Experiment>(
            async (token, stop) =>
            {
                var page = await Api.SearchExperiments(new SearchExperiments(PageLength, token, filter) { ViewType = viewType }, stop);
                return (page.Experiments, page.NextPageToken);
            },
            cancellation);

    /// <summary>Every version of a registered model.</summary>
    public IAsyncEnumerable<ModelVersion> VersionsAsync(string name, CancellationToken cancellation = default) => PagesAsync<ModelVersion>(
        async (token, stop) =>
        {
            var filter = $"name='{name.Replace("'", "\\'", StringComparison.Ordinal)}'";
            var page = await Api.SearchModelVersions(filter, PageLength, token, stop);
            return (page.ModelVersions, page.NextPageToken);
        },
        cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        Artifacts.Dispose();
        _http.Dispose();
    }

    private static async IAsyncEnumerable<T> PagesAsync<T>(
        Func<string?, CancellationToken, Task<(IReadOnlyList<T>? Items, string? Next)>> get,
            [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (string? token = null; ;)
        {
            var (items, next) = await get(token, cancellation);
            foreach (var item in items ?? [])
                yield return item;
            if (string.IsNullOrEmpty(next) || next == token)
                yield break;
            token = next;
        }
    }

    private async Task<string?> FindExperimentAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var found = (await Api.GetExperimentByName(name, cancellation)).Experiment;
            if (found.LifecycleStage == "deleted")
                await Api.RestoreExperiment(new ExperimentRequest(found.ExperimentId), cancellation);
            return found.ExperimentId;
        }
        catch (MlflowException e) when (e.IsMissing)
        {
            return null;
        }
    }

    private async Task<T> OnceAsync<T>(bool look, Func<CancellationToken, Task<T?>> find, Func<CancellationToken, Task<T>> make,
        CancellationToken cancellation)
        where T : class
    {
        var unsure = look;
        return await _again.ExecuteAsync(
            async token =>
            {
                if (unsure && await find(token) is { } found)
                    return found;
                unsure = true;
                return await make(token);
            },
            cancellation);
    }
}
