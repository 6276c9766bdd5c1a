using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;
using Auscult.Tracking.Tests.Server;

namespace Auscult.Tracking.Tests.Rest;

/// <summary>Files through the artifact proxy.</summary>
public sealed class ArtifactTests : IDisposable
{
    private readonly TestServer _server = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Files_keep_names_and_content_and_are_listed()
    {
        using var client = Connections.Client(_server);
        var run = await RunAsync(client);
        await File.WriteAllTextAsync(_folder["a"], "first");
        foreach (var path in new[] { "plain.txt", "a folder/ü + 1.txt", "a folder/deeper/x" })
            await client.Artifacts.UploadAsync(run.ArtifactUri!, path, _folder["a"]);
        (await client.Artifacts.ListAsync(run.ArtifactUri!)).Select(f => (f.Path, f.IsDir)).ShouldBe([("a folder", true), ("plain.txt", false)], ignoreOrder: true);
        (await client.Artifacts.ListAsync(run.ArtifactUri!, "a folder")).Select(f => f.Path).ShouldBe(["a folder/deeper", "a folder/ü + 1.txt"], ignoreOrder: true);
        (await client.Api.ListArtifacts(run.RunId, "a folder")).Files!.Select(f => f.Path).ShouldBe(["a folder/deeper", "a folder/ü + 1.txt"], ignoreOrder: true);
        await client.Artifacts.DownloadAsync(run.ArtifactUri!, "a folder/deeper/x", _folder["b"]);
        (await File.ReadAllTextAsync(_folder["b"])).ShouldBe("first");
    }

    [Fact]
    public async Task A_large_file_streams_in_small_pieces_both_ways()
    {
        using var client = Connections.Client(_server);
        var run = await RunAsync(client);
        const int megabytes = 48;
        await using (var file = File.Create(_folder["large"]))
        {
            for (var i = 0; i < megabytes; i++)
                await file.WriteAsync(Enumerable.Repeat((byte)(i + 32), 1 << 20).ToArray());
        }
        using var pieces = new PieceCounter();
        await new FileContent(_folder["large"]).CopyToAsync(pieces);
        (pieces.Sum, pieces.Largest).ShouldBe((megabytes << 20, 1 << 17));
        await client.Artifacts.UploadAsync(run.ArtifactUri!, "large", _folder["large"]);
        await client.Artifacts.DownloadAsync(run.ArtifactUri!, "large", _folder["back"]);
        Enumerable.SequenceEqual(await File.ReadAllBytesAsync(_folder["back"]), await File.ReadAllBytesAsync(_folder["large"])).ShouldBeTrue();
    }

    [Fact]
    public async Task Large_files_go_up_in_parts_where_the_server_takes_parts()
    {
        using var client = Connections.Client(
            _server, ("MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE", "1000"), ("MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE", "400"), ("MLFLOW_TRACKING_TOKEN", "secret-token"));
        var run = await RunAsync(client);
        var bytes = Enumerable.Range(0, 1001).Select(i => (byte)i).ToArray();
        await File.WriteAllBytesAsync(_folder["large"], bytes);
        if (RealServer.Address is null)
            _server.Fail(new Fault("/part/", Trouble.Dropped));
        await client.Artifacts.UploadAsync(run.ArtifactUri!, "models/large.bin", _folder["large"]);
        await client.Artifacts.DownloadAsync(run.ArtifactUri!, "models/large.bin", _folder["back"]);
        (await File.ReadAllBytesAsync(_folder["back"])).ShouldBe(bytes);
        var parts = _server.Requests.Where(r => r.Path.Contains("/part/")).ToArray();
        if (RealServer.Address is null)
        {
            parts.Length.ShouldBe(4);
            parts.ShouldAllBe(part => part.Authorization == "");
        }
    }

    [Fact]
    public async Task A_file_that_came_by_halves_is_not_left_behind()
    {
        using var client = new MlflowClient(Connections.To(_server) with { MaxRetries = 0 }, TimeProvider.System);
        var run = await RunAsync(client);
        await File.WriteAllTextAsync(_folder["a"], new string('x', 100_000));
        await client.Artifacts.UploadAsync(run.ArtifactUri!, "a", _folder["a"]);
        _server.Fail(new Fault("/artifacts/", Trouble.HalfAnswer));
        (await Should.ThrowAsync<MlflowException>(() => client.Artifacts.DownloadAsync(run.ArtifactUri!, "a", _folder["b"]))).IsTransient.ShouldBeTrue();
        Directory.GetFiles(_folder.Path).ShouldBe([_folder["a"]]);
    }

    [Fact]
    public async Task Artifacts_in_a_folder_that_this_machine_sees_are_copied()
    {
        using var client = Connections.Client(_server);
        await File.WriteAllTextAsync(_folder["a"], "first");
        var root = new Uri(_folder["store"]).AbsoluteUri;
        await client.Artifacts.UploadAsync(root, "x/a", _folder["a"]);
        (await client.Artifacts.ListAsync(root, "x")).ShouldHaveSingleItem().Path.ShouldBe("x/a");
        await client.Artifacts.DownloadAsync(root, "x/a", _folder["b"]);
        (await File.ReadAllTextAsync(_folder["b"])).ShouldBe("first");
        (await Should.ThrowAsync<MlflowException>(() => client.Artifacts.UploadAsync("s3://bucket/x", "a", _folder["a"]))).Message.ShouldContain("--serve-artifacts");
    }

    private static async Task<RunInfo> RunAsync(MlflowClient client) => (await client.CreateRunAsync(
        new CreateRun(await client.GetOrCreateExperimentAsync(Connections.Unique("artifacts")), "run", 1, []), Guid.NewGuid().ToString("N"), look: false)).Info;

    private sealed class PieceCounter : MemoryStream
    {
        public long Sum { get; private set; }

        public int Largest { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Sum += buffer.Length;
            Largest = Math.Max(Largest, buffer.Length);
            return ValueTask.CompletedTask;
        }
    }
}
