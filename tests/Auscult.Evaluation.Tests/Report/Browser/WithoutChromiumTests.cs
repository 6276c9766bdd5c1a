namespace Auscult.Evaluation.Tests.Report.Browser;

/// <summary>Stands where the tests of the page in a browser are when they are not built.</summary>
public sealed class WithoutChromiumTests
{
    [Fact(Skip = "the page in Chromium: 'make test-report' fetches Microsoft.Playwright (214 MB) and runs it")]
    public void The_page_in_Chromium()
    {
    }
}
