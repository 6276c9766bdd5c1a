using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Tests.Storage;

/// <summary>Damaged and incomplete dataset folders: one clear line each.</summary>
public sealed class DatasetFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _set;

    public DatasetFaultTests()
    {
        _set = _folder.At("set");
        DatasetWriter.Write(_set, SampleDataset.InMemory);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dataset.yaml", "not a dataset folder; it has no dataset.yaml")]
    [InlineData("entities.parquet", "entities.parquet: no such file")]
    [InlineData("groups.parquet", "write an empty one when there are no groups")]
    [InlineData("incidents.parquet", "write an empty one when there are no labels")]
    [InlineData("events.parquet", "write an empty one when there are no events")]
    public void A_missing_file_is_named(string file, string message)
    {
        File.Delete(Path.Combine(_set, file));

        OpenError().ShouldContain(message);
    }

    [Theory]
    [InlineData("series/hardware/node.parquet", 0.5)]
    [InlineData("series/hardware/node.parquet", 0.99)]
    [InlineData("series/network/nic.parquet", 0.0)]
    [InlineData("incidents.parquet", 0.7)]
    [InlineData("entities.parquet", 0.01)]
    public void A_truncated_file_is_named(string file, double share)
    {
        var path = Path.Combine(_set, file);
        using (var stream = new FileStream(path, FileMode.Open))
            stream.SetLength((long)(stream.Length * share));

        OpenError().ShouldContain($"{file}: not a readable Parquet file");
    }

    [Theory]
    [InlineData("schema_version: 1", "schema_version: 99", "version 99 is unknown; this program reads up to version 1")]
    [InlineData("step_seconds: 1", "step_secs: 1", "unknown key 'step_secs'; did you mean 'step_seconds'?")]
    [InlineData("step_seconds: 1", "step_seconds: -1", "step_seconds: must be positive")]
    [InlineData("2025-01-01T00:00:05Z", "2025-01-01T00:01:01Z", "recording 'second' overlaps or precedes 'first'")]
    [InlineData("train: [first]", "train: [frist]", "split 'train' names the unknown recording 'frist'; did you mean 'first'?")]
    [InlineData("layer: network", "layer: netwrok", "'netwrok' is not a Layer; did you mean 'network'?")]
    [InlineData("licence: CC0-1.0", "", "'licence' is missing")]
    public void A_wrong_manifest_is_named_by_key(string good, string bad, string message)
    {
        var path = Path.Combine(_set, "dataset.yaml");
        var text = File.ReadAllText(path);
        text.ShouldContain(good);
        File.WriteAllText(path, text.Replace(good, bad, StringComparison.Ordinal));

        OpenError().ShouldContain(message);
    }

    [Theory]
    [InlineData("SELECT * EXCLUDE (time) FROM old", "series/hardware/node.parquet: column 'time' is missing; the file has entity, cpu_user_ratio")]
    [InlineData("SELECT * EXCLUDE (entity) FROM old", "column 'entity' is missing")]
    [InlineData("SELECT * REPLACE (time::VARCHAR AS time) FROM old", "series/hardware/node.parquet:time: has type VARCHAR")]
    [InlineData("SELECT * REPLACE ('x' AS cpu_user_ratio) FROM old", "series/hardware/node.parquet:cpu_user_ratio: signal has type VARCHAR; expected FLOAT or DOUBLE")]
    public void A_wrong_column_is_named(string query, string message)
    {
        Rewrite("series/hardware/node.parquet", query);

        OpenError().ShouldContain(message);
    }

    [Theory]
    [InlineData("SELECT * REPLACE (NULL::TIMESTAMP AS time) FROM old", "node.parquet:1:time: is empty")]
    [InlineData("SELECT * REPLACE (CASE WHEN entity = 'node1' THEN NULL ELSE entity END AS entity) FROM old", "node.parquet:2:entity: is empty")]
    [InlineData("SELECT * REPLACE ('node9' AS entity) FROM old LIMIT 1", "unknown entity 'node9'; entities.parquet must list it")]
    [InlineData("FROM old ORDER BY time DESC", "repeats or precedes an earlier row of the same entity; sort the rows")]
    [InlineData("FROM old UNION ALL FROM old", "repeats or precedes an earlier row of the same entity")]
    public void A_wrong_row_is_named(string query, string message)
    {
        Rewrite("series/hardware/node.parquet", query);
        var dataset = Dataset.Open(_set);

        Should.Throw<InputException>(() => dataset.ReadSeries(Layer.Hardware, EntityKind.Node)).Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("incidents.parquet", "SELECT * EXCLUDE (onset) FROM old", "incidents.parquet: column 'onset' is missing")]
    [InlineData("incidents.parquet", "SELECT * REPLACE ('a,b' AS victims) FROM old", "incidents.parquet:victims: has type VARCHAR; expected VARCHAR[]")]
    [InlineData("incidents.parquet", "SELECT * REPLACE ('gone' AS recording) FROM old", "names the unknown recording 'gone'")]
    [InlineData("incidents.parquet", "SELECT * REPLACE ('node00' AS root_entity) FROM old", "names the unknown entity 'node00'; did you mean 'node0'?")]
    [InlineData("incidents.parquet", "SELECT * REPLACE (onset AS \"end\") FROM old", "ends before it starts")]
    [InlineData("incidents.parquet", "SELECT * REPLACE ('hardwear' AS layer) FROM old", "incidents.parquet:1:layer: 'hardwear' is not known; did you mean 'hardware'?")]
    [InlineData("incidents.parquet", "SELECT * REPLACE (['node2'] AS victims) FROM old", "'i0' names the unknown victim 'node2'; did you mean 'node0'?")]
    [InlineData("incidents.parquet", "SELECT * REPLACE ([1.0, 2.0]::DOUBLE[] AS victim_delay_seconds) FROM old", "'i0': 2 delays for 1 victims")]
    [InlineData("incidents.parquet", "SELECT * REPLACE ([NULL]::DOUBLE[] AS victim_delay_seconds) FROM old", "incidents.parquet:1:victim_delay_seconds: an element is missing")]
    [InlineData("incidents.parquet", "SELECT * REPLACE (['inf']::DOUBLE[] AS victim_delay_seconds) FROM old", "incidents.parquet:1:victim_delay_seconds: an element is missing or not finite")]
    [InlineData("incidents.parquet", "SELECT * REPLACE (-1::DOUBLE AS lost_seconds) FROM old", "'i0': -1 seconds lost: must be 0 or more")]
    [InlineData("incidents.parquet", "SELECT * REPLACE ('x' AS causal_chain) FROM old", "incidents.parquet:causal_chain: has type VARCHAR")]
    [InlineData("entities.parquet", "FROM old LIMIT 0", "the dataset has no entity")]
    [InlineData("entities.parquet", "FROM old UNION ALL FROM old", "entity 'node0' is listed twice")]
    [InlineData("entities.parquet", "SELECT * REPLACE ('rack7' AS parent) FROM old", "comes before its parent 'rack7'")]
    [InlineData("groups.parquet", "SELECT * REPLACE ('node7' AS entity) FROM old", "groups.parquet: unknown entity 'node7'")]
    [InlineData("events.parquet", "SELECT * REPLACE (NULL::TIMESTAMP AS time) FROM old", "events.parquet:1:time: is empty")]
    public void A_wrong_table_is_named(string file, string query, string message)
    {
        Rewrite(file, query);

        OpenError().ShouldContain(message);
    }

    [Theory]
    [InlineData("entity := 'gpu7'", "incident 'i0' names the unknown entity 'gpu7'")]
    [InlineData("entity := NULL::VARCHAR", "incidents.parquet:1:causal_chain: an element is missing or not finite")]
    [InlineData("delay_seconds := 'nan'::DOUBLE", "incidents.parquet:1:causal_chain: an element is missing or not finite")]
    public void A_wrong_link_of_a_causal_chain_is_named(string change, string message)
    {
        Rewrite("incidents.parquet", $"SELECT * REPLACE (list_transform(causal_chain, lambda link: struct_update(link, {change})) AS causal_chain) FROM old");

        OpenError().ShouldContain(message);
    }

    [Fact]
    public void A_dataset_without_rows_is_empty()
    {
        Rewrite("series/hardware/node.parquet", "FROM old LIMIT 0");
        Rewrite("series/network/nic.parquet", "FROM old LIMIT 0");

        OpenError().ShouldContain("the dataset is empty");
    }

    [Fact]
    public void A_series_file_of_an_unknown_layer_is_named()
    {
        Directory.Move(Path.Combine(_set, "series", "network"), Path.Combine(_set, "series", "netwrk"));

        OpenError().ShouldContain("'netwrk' is not a Layer; did you mean 'network'?");
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Should.Throw<InputException>(() => Dataset.Open(_folder.At("nowhere"))).Message.ShouldEndWith("nowhere: no such folder");

    [Fact]
    public void A_recording_that_was_cut_off_names_its_recovery()
    {
        File.WriteAllText(_folder.At("cut.journal"), "");

        Should.Throw<InputException>(() => Dataset.Open(_folder.At("cut"))).Message.ShouldEndWith($"auscult record --recover --out {_folder.At("cut")}");
    }

    private string OpenError()
    {
        var message = Should.Throw<InputException>(() => Dataset.Open(_set)).Message;
        message.ShouldNotContain("\n");
        return message.Replace(_set + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    private void Rewrite(string file, string query) => ParquetEdit.Rewrite(Path.Combine(_set, file), query);
}

/// <summary>Changes a Parquet file with SQL, as a user of Python and DuckDB would.</summary>
internal static class ParquetEdit
{
    /// <param name="path">The file.</param>
    /// <param name="query">A query over the table <c>old</c>, the file's present content.</param>
    public static void Rewrite(string path, string query)
    {
        using var connection = DuckDbConnection.Open();
        connection.Execute($"CREATE TABLE old AS FROM {Sql.Parquet(path)}");
        connection.Execute(Sql.CopyToParquet(query, path));
    }
}
