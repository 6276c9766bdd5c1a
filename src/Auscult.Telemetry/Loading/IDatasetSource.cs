using Auscult.Foundation;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading;

/// <summary>Something a <see cref="Dataset"/> can be made from. Importing is a source followed by <see cref="DatasetWriter"/>.</summary>
public interface IDatasetSource
{
    /// <summary>Reads and checks everything.</summary>
    /// <exception cref="InputException">One line: file, line, column, what is wrong, what to do.</exception>
    Dataset Load();
}
