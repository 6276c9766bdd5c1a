using Auscult.Bench.Retraining;
using Auscult.Foundation;
using Auscult.Telemetry.Storage;

// poison labels|exporter FROM TO: writes a dataset folder again as a bad week would have delivered it.
if (args is not [var how, var from, var to])
{
    Console.Error.WriteLine("usage: Auscult.Bench.Retraining labels|exporter FROM TO");
    return 2;
}
try
{
    var dataset = Dataset.Open(from);
    DatasetWriter.Write(to, how switch
    {
        "labels" => Poison.Labels(dataset, seed: 1),
        "exporter" => Poison.Exporter(dataset),
        _ => throw new InputException($"there is no poison '{how}'", remedy: "labels or exporter"),
    });
    return 0;
}
catch (InputException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
