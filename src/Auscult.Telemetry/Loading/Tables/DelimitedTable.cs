using Auscult.Foundation;
using Auscult.Telemetry.Loading.Csv;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>A CSV or TSV file with a header.</summary>
internal sealed class DelimitedTable(string path, char? delimiter, IReadOnlyList<string>? missing, CancellationToken cancellation) : ITable
{
    private readonly DelimitedReader _reader = DelimitedReader.Open(path, delimiter, missing: missing, cancellation: cancellation);

    public string File => path;

    public IReadOnlyList<string> Columns => _reader.Header;

    public void Select(IReadOnlyCollection<string> columns)
    {
    }

    public bool Read() => _reader.Read();

    public ReadOnlySpan<byte> Bytes(int column) => _reader.Bytes(column);

    public string Text(int column) => _reader.Text(column);

    public double Number(int column) => _reader.Number(column);

    public bool TryTime(int column, TimeFormat format, out long micros) => TimeText.TryParse(_reader.Bytes(column), format, out micros);

    public InputException Error(int column, string problem, string? remedy = null) => _reader.Error(column, problem, remedy);

    public void Dispose() => _reader.Dispose();
}
