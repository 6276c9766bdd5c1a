using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Telemetry.Tests.Storage;

public sealed class DuckDbTests : IDisposable
{
    private readonly DuckDbConnection _connection = DuckDbConnection.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void The_library_has_a_version_and_a_place()
    {
        DuckDbLibrary.Version.ShouldStartWith("v");
        File.Exists(DuckDbLibrary.Location).ShouldBeTrue();
    }

    [Fact]
    public void Values_and_missing_values_come_back_over_chunk_borders()
    {
        using var result = _connection.Query("SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE i / 2.0 END::DOUBLE, 'text ' || i FROM range(5000) t(i)");

        var row = 0L;
        foreach (var chunk in result.Chunks())
        {
            var ids = chunk.Column(0);
            var halves = chunk.Column(1);
            var texts = chunk.Column(2);
            for (var i = 0; i < chunk.RowCount; i++, row++)
            {
                ids.Values<long>()[i].ShouldBe(row);
                halves.IsValid(i).ShouldBe(row % 3 != 0);
                if (halves.IsValid(i))
                    halves.Values<double>()[i].ShouldBe(row / 2.0);
                texts.Text(i).ShouldBe($"text {row}");
            }
        }
        row.ShouldBe(5000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("twelve bytes")]
    [InlineData("thirteen bytes")]
    [InlineData("Grüße, 集群 'quoted' \"too\"; DROP TABLE x")]
    public void Text_parameters_are_taken_literally(string text)
    {
        using var statement = _connection.Prepare("SELECT $1, length($1)");
        using var result = statement.Bind(1, text).Execute();

        foreach (var chunk in result.Chunks())
            chunk.Column(0).Text(0).ShouldBe(text);
    }

    [Fact]
    public void Every_parameter_type_is_bound()
    {
        var time = new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.FromHours(2));
        using var statement = _connection.Prepare("SELECT concat_ws('|', $1::BIGINT, $2::DOUBLE, $3::BOOLEAN, $4::TIMESTAMP, $5 IS NULL)");
        using var result = statement.Bind(1, long.MinValue).Bind(2, 0.1).Bind(3, true).Bind(4, time).Bind(5, (string?)null).Execute();

        foreach (var chunk in result.Chunks())
            chunk.Column(0).Text(0).ShouldBe("-9223372036854775808|0.1|true|2024-02-29 10:00:00|true");
    }

    [Fact]
    public void A_streamed_result_equals_a_materialised_one()
    {
        using var statement = _connection.Prepare("SELECT i FROM range(100000) t(i)");
        using var result = statement.Stream();

        var sum = 0L;
        foreach (var chunk in result.Chunks())
        {
            foreach (var value in chunk.Column(0).Values<long>())
                sum += value;
        }
        sum.ShouldBe(99_999L * 100_000 / 2);
    }

    [Fact]
    public void Errors_carry_DuckDBs_message()
    {
        Should.Throw<DuckDbException>(() => _connection.Query("SELEKT 1")).Message.ShouldContain("syntax error at or near \"SELEKT\"");
        Should.Throw<DuckDbException>(() => _connection.Prepare("SELECT nothing FROM nowhere")).Message.ShouldContain("nowhere");
    }

    [Fact]
    public void An_error_in_the_middle_of_a_stream_is_thrown()
    {
        using var statement = _connection.Prepare("SELECT CASE WHEN i = 90000 THEN error('late failure') ELSE 'x' END FROM range(100000) t(i)");

        Should.Throw<DuckDbException>(() =>
        {
            using var result = statement.Stream();
            return result.Chunks().Sum(chunk => chunk.RowCount);
        }).Brief.ShouldBe("late failure");
    }

    [Fact]
    public void Rows_of_managed_code_are_read_in_order()
    {
        var next = 0L;
        RowSource.Register(_connection, "numbers", [("number", DuckDbType.BigInt), ("name", DuckDbType.Varchar)], chunk =>
        {
            var count = (int)Math.Min(next < 3 * WritableChunk.Capacity ? WritableChunk.Capacity : 7, 6151 - next);
            for (var row = 0; row < count; row++)
            {
                chunk.Column<long>(0)[row] = next + row;
                chunk.SetText(1, row, "a name longer than twelve bytes"u8);
            }
            if (count > 0)
                chunk.Validity(1)[0] = 0b10;
            next += count;
            return count;
        });
        using var result = _connection.Query("FROM numbers()");

        var expected = 0L;
        foreach (var chunk in result.Chunks())
        {
            for (var row = 0; row < chunk.RowCount; row++, expected++)
            {
                chunk.Column(0).Values<long>()[row].ShouldBe(expected);
                chunk.Column(1).IsValid(row).ShouldBe(row is 1 or >= 64);
            }
        }
        expected.ShouldBe(6151);
    }

    [Fact]
    public void What_a_row_source_throws_ends_the_query_and_comes_out_as_it_was_thrown()
    {
        var thrown = new InvalidOperationException("no more rows: the cable is cut");
        var calls = 0;
        var source = RowSource.Register(_connection, "broken", [("x", DuckDbType.Double)], _ => calls++ == 3 ? throw thrown : WritableChunk.Capacity);

        Should.Throw<DuckDbException>(() => _connection.Execute("SELECT sum(x) FROM broken()")).Brief.ShouldBe(thrown.Message);
        calls = 0;
        Should.Throw<InvalidOperationException>(() => source.Execute(_connection, "SELECT sum(x) FROM broken()")).ShouldBeSameAs(thrown);
        calls.ShouldBe(4);
        _connection.Query("SELECT 42::BIGINT").Scalar().ShouldBe(42);
    }

    [Fact]
    public void Handles_are_released_by_dispose()
    {
        var before = Environment.WorkingSet;
        for (var i = 0; i < 200; i++)
        {
            using var statement = _connection.Prepare("SELECT repeat('x', 1000) FROM range(2000)");
            using var result = statement.Execute();
            result.Chunks().Sum(chunk => chunk.RowCount).ShouldBe(2000);
        }
        (Environment.WorkingSet - before).ShouldBeLessThan(200L << 20, "200 results of 2 MB each were released");
    }
}
