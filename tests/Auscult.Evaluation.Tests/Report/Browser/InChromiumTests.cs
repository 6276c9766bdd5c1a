using System.Diagnostics;
using System.Globalization;
using Auscult.Evaluation.Report.Pages;
using Auscult.Evaluation.Report.Runs;
using Microsoft.Playwright;

namespace Auscult.Evaluation.Tests.Report.Browser;

/// <summary>The page in a real browser, from disk, without a network.</summary>
public sealed class InChromiumTests : IAsyncLifetime
{
    private const int PatientMilliseconds = 60_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("auscult-report-").FullName;
    private readonly List<string> _problems = [];
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium", Args = ["--no-sandbox"], Timeout = PatientMilliseconds,
        });
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Every_tab_draws_without_a_network_and_without_complaints()
    {
        var page = await Open([SampleRuns.Create(), SampleRuns.Create("other", f1: 0.5)]);
        foreach (var tab in new[] { "comparison", "overview", "incidents", "embeddings", "quality", "leaderboard", "setup" })
        {
            await page.ClickAsync($"#tab-{tab}");
            (await page.Locator($"#panel-{tab}").IsVisibleAsync()).ShouldBeTrue();
            (await page.Locator("[role=tabpanel]:visible").CountAsync()).ShouldBe(1);
            if (tab is not ("leaderboard" or "setup"))
                (await Painted(page, tab)).ShouldAllBe(pixels => pixels > 50);
        }
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_click_on_an_incident_shows_its_evidence()
    {
        var page = await Open([SampleRuns.Create()]);
        await page.ClickAsync("#tab-incidents");
        await page.ClickAsync("button.open[data-incident='1']");
        (await page.Locator("#incident-0-1").InnerTextAsync()).ShouldContain("No alarm was raised");
        (await page.Locator("#incident-0-0").IsVisibleAsync()).ShouldBeFalse();
        await page.ClickAsync("button.open[data-incident='0']");
        (await page.Locator("#incident-0-0").InnerTextAsync()).ShouldContain("Signals that the verdict hangs on");
        (await page.Locator("#incident-0-0 canvas").CountAsync()).ShouldBe(1);
        (await page.GetAttributeAsync("button.open[data-incident='0']", "aria-expanded")).ShouldBe("true");

        // The band of the alarm in the chart of the recording leads there too.
        await page.ClickAsync("button.open[data-incident='1']");
        var chart = (await page.Locator("#chart-0-recording-r1 canvas").First.BoundingBoxAsync())!;
        var at = 92 + ((chart.Width - 108) * 700 / 3000);
        await page.Mouse.ClickAsync(chart.X + at, chart.Y + 4 + 55);
        await page.Locator("#incident-0-0").WaitForAsync();
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Keys_change_tabs_and_walk_through_incidents()
    {
        var page = await Open([SampleRuns.Create()]);
        await page.FocusAsync("#tab-overview");
        await page.Keyboard.PressAsync("ArrowRight");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("tab-incidents");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        (await page.EvaluateAsync<string>("document.activeElement.dataset.incident")).ShouldBe("1");
        (await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")).ShouldBe("solid");
        await page.Keyboard.PressAsync("Enter");
        (await page.Locator("#incident-0-1").IsVisibleAsync()).ShouldBeTrue();
        await page.Keyboard.PressAsync("k");
        (await page.EvaluateAsync<string>("document.activeElement.dataset.incident")).ShouldBe("0");
        await page.FocusAsync("#tab-incidents");
        await page.Keyboard.PressAsync("End");
        (await page.GetAttributeAsync("#tab-setup", "aria-selected")).ShouldBe("true");
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_reader_s_setting_decides_between_light_and_dark()
    {
        var page = await Open([SampleRuns.Create()], ColorScheme.Dark);
        const string Background = "getComputedStyle(document.body).backgroundColor";
        (await page.EvaluateAsync<string>(Background)).ShouldBe("rgb(18, 22, 28)");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        (await page.EvaluateAsync<string>(Background)).ShouldBe("rgb(255, 255, 255)");
        (await Painted(page, "overview")).ShouldAllBe(pixels => pixels > 50);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        (await page.Locator("#panel-quality .still svg").First.IsVisibleAsync()).ShouldBeTrue();
        (await page.Locator(".tabs").IsVisibleAsync()).ShouldBeFalse();
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_without_the_library_shows_its_static_drawings()
    {
        var page = await Open([SampleRuns.Create()], hasLibrary: false);
        await page.ClickAsync("#tab-quality");
        (await page.Locator("#chart-0-calibration .still svg").IsVisibleAsync()).ShouldBeTrue();
        (await page.Locator("canvas").CountAsync()).ShouldBe(0);
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hundred_thousand_moments_stay_smooth()
    {
        var page = await Open([SampleRuns.Create(moments: 100_000)]);
        var watch = Stopwatch.StartNew();
        await page.ClickAsync("#tab-incidents");
        var first = watch.ElapsedMilliseconds;
        // Time of a zoom until its frame is painted, in the page's own clock.
        var zoom = await page.EvaluateAsync<double[]>("""
            async () => {
              const chart = echarts.getInstanceByDom(document.querySelector('#chart-0-recording-r1 .live'));
              const times = [];
              for (let i = 0; i < 12; i++) {
                const begin = performance.now();
                chart.dispatchAction({ type: 'dataZoom', start: i, end: 100 - 3 * i });
                chart.getZr().flush();
                times.push(performance.now() - begin);
              }
              return times;
            }
            """);
        var median = zoom.Order().ElementAt(zoom.Length / 2);
        var line = string.Create(CultureInfo.InvariantCulture, $"100,000 moments: first drawing {first} ms, a zoom {median:0} ms (median of {zoom.Length})");
        if (Environment.GetEnvironmentVariable("AUSCULT_REPORT_TIMES") is { Length: > 0 } file)
            await File.WriteAllTextAsync(file, line + "\n");
        median.ShouldBeLessThan(1000);
        _problems.ShouldBeEmpty();
    }

    private async Task<IPage> Open(IReadOnlyList<ReportedRun> runs, ColorScheme scheme = ColorScheme.Light, bool hasLibrary = true)
    {
        var file = Path.Combine(_folder, "report.html");
        var source = !hasLibrary ? null : Assets.Library().ShouldNotBeNull("make setup fetches the chart library");
        await File.WriteAllTextAsync(file, RunPage.Render(runs, RunComparison.Of(runs), source));
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { Offline = true, ColorScheme = scheme, ViewportSize = new ViewportSize { Width = 1280, Height = 900 } });
        context.SetDefaultTimeout(PatientMilliseconds);
        var page = await context.NewPageAsync();
        page.Console += (_, message) => _problems.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => _problems.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal))
                _problems.Add($"asked for {request.Url}");
        };
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return page;
    }

    /// <summary>For each visible chart of a tab, how many of its pixels are not empty.</summary>
    private static async Task<int[]> Painted(IPage page, string tab)
    {
        var pixels = await page.EvaluateAsync<int[]>("""
            tab => [...document.querySelectorAll(`#panel-${tab} canvas`)].filter(canvas => canvas.getClientRects().length).map(canvas => {
              const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              let painted = 0;
              for (let i = 3; i < bytes.length; i += 4) painted += bytes[i] > 0;
              return painted;
            })
            """, tab);
        pixels.ShouldNotBeEmpty();
        return pixels;
    }
}
