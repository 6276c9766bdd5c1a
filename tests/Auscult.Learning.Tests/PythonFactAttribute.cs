namespace Auscult.Learning.Tests;

/// <summary>A fact that needs a Python interpreter; skipped, visibly, where there is none.</summary>
internal sealed class PythonFactAttribute : FactAttribute
{
    public const string Python = "/usr/bin/python3";

    public PythonFactAttribute()
    {
        if (!File.Exists(Python))
            Skip = $"there is no {Python}";
    }
}
