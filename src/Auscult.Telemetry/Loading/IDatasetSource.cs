using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading;

/// <summary>Something a <see cref="Dataset"/> can be made from. Importing is a source followed by <see cref="DatasetWriter"/>.</summary>
public interface IDatasetSource
{
    /// <summary>Reads and checks everything.</summary>
    /// <param name="context">What is done with records that cannot be read; null: the first one ends the import.</param>
    /// <exception cref="InputException">One line: file, line, column, what is wrong, what to do.</exception>
    Dataset Load(ImportContext? context = null);
}
