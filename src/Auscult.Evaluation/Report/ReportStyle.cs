namespace Auscult.Evaluation.Report;

/// <summary>
/// The look of the report: light and dark, screen and paper; hues after Okabe and Ito, which colour-blind readers tell apart.
/// </summary>
internal static class ReportStyle
{
    /// <summary>Hues of classes, in order.</summary>
    public static IReadOnlyList<string> Palette { get; } =
        ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B58900", "#56B4E9", "#7A5195", "#8C564B", "#2F6F6F", "#A23B72"];

    public const string Css = """
        :root {
          color-scheme: light dark;
          --page: #ffffff; --ink: #1c2430; --soft: #5a6675; --line: #d9dfe7; --panel: #f5f7fa; --accent: #0b6bcb;
          --good: #157347; --warn: #8a4b00; --warn-panel: #fff4e5; --band: #d55e0026; --lane: #eef1f5; --heat: 11, 107, 203;
          --real: #0072B2; --simulated: #D55E00;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #12161c; --ink: #e7ecf3; --soft: #9aa7b6; --line: #2c3642; --panel: #1a2029; --accent: #6cb2ff;
            --good: #63d29a; --warn: #ffc47a; --warn-panel: #33260f; --band: #ff9c5a33; --lane: #1d2530; --heat: 108, 178, 255;
            --real: #56B4E9; --simulated: #FF9C5A;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 78rem; background: var(--page); color: var(--ink);
          font: 15px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; letter-spacing: -.01em; }
        h2 { font-size: 1.25rem; margin: 3rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
        h3 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
        p { margin: .4rem 0; max-width: 62rem; }
        a { color: var(--accent); }
        .soft, figcaption, caption { color: var(--soft); }
        .facts { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .5rem 0 0; color: var(--soft); font-size: .875rem; }
        .facts b { color: var(--ink); font-weight: 600; }
        nav { margin: 1.25rem 0 0; font-size: .9rem; display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .9rem; margin: 1.5rem 0 0; }
        .card { background: var(--panel); border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1rem; }
        .card .value { font-size: 1.7rem; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
        .card .what { font-size: .85rem; color: var(--soft); }
        .card.flagged .value { color: var(--warn); }
        .notes { background: var(--panel); border-left: 3px solid var(--accent); padding: .5rem 1rem; margin: 1.25rem 0 0; border-radius: 0 .4rem .4rem 0; }
        .notes ul { margin: .2rem 0; padding-left: 1.1rem; }
        .scroll { overflow-x: auto; margin: .75rem 0; }
        table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; min-width: 100%; }
        caption { text-align: left; padding: .25rem 0 .5rem; font-size: .85rem; }
        th, td { padding: .36rem .5rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; vertical-align: middle; }
        th { font-weight: 600; color: var(--soft); vertical-align: bottom; }
        thead th { border-bottom: 2px solid var(--line); }
        .causes thead th { white-space: normal; }
        .causes .wrap { min-width: 9.5rem; }
        p.note { font-size: .85rem; margin: .2rem 0; }
        sup { font-size: .7em; line-height: 1; margin-left: .2rem; }
        th:first-child, td:first-child, .left { text-align: left !important; }
        td.wrap { white-space: normal; min-width: 16rem; }
        tbody tr:hover { background: var(--panel); }
        tr.floor td { color: var(--soft); }
        tr.ours td:first-child { font-weight: 650; color: var(--accent); }
        td.best { font-weight: 700; }
        .tag { display: inline-block; font-size: .72rem; line-height: 1.35; padding: .05rem .45rem; border-radius: 1rem; border: 1px solid var(--line); color: var(--soft); }
        .tag.live { color: var(--good); border-color: currentColor; }
        .tag.warn { color: var(--warn); background: var(--warn-panel); border-color: currentColor; white-space: normal; border-radius: .4rem; }
        figure { margin: 1rem 0; }
        figcaption { font-size: .85rem; margin: .25rem 0 0; }
        svg { display: block; width: 100%; height: auto; overflow: visible; }
        svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
        svg text.name { fill: var(--ink); font-weight: 600; }
        .lane { fill: var(--lane); }
        .band { fill: var(--band); }
        .border { stroke: var(--soft); stroke-dasharray: 2 3; }
        .curve { fill: none; stroke: var(--accent); stroke-width: 1.1; stroke-linejoin: round; }
        .envelope { fill: var(--soft); fill-opacity: .55; stroke: var(--soft); stroke-width: .5; }
        .threshold { stroke: var(--warn); stroke-width: 1.1; stroke-dasharray: 5 3; }
        .axis { stroke: var(--line); }
        .bar { fill: var(--accent); }
        .bar.published { fill: none; stroke: var(--soft); stroke-width: 1; }
        .bar.transductive { fill-opacity: .45; }
        .whisker { stroke: var(--accent); stroke-width: 2; }
        .point { fill: var(--accent); }
        .chance { fill: var(--soft); fill-opacity: .3; }
        .control { fill: var(--warn); }
        .plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(21rem, 1fr)); gap: .4rem 1.4rem; margin: .6rem 0; }
        .plots figure { margin: .4rem 0; }
        .plots figcaption { min-height: 2.4em; }
        .real { fill: var(--real); fill-opacity: .34; stroke: var(--real); stroke-width: 1.3; }
        .simulated { fill: var(--simulated); fill-opacity: .26; stroke: var(--simulated); stroke-width: 1.3; }
        .real.line, .simulated.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .real.dot, .simulated.dot { fill-opacity: 1; }
        .legend i.real { background: var(--real); }
        .legend i.simulated { background: var(--simulated); }
        .zero { stroke: var(--soft); stroke-opacity: .5; stroke-dasharray: 3 3; }
        .tag.alike { color: var(--good); border-color: currentColor; }
        .tag.unlike { color: var(--warn); border-color: currentColor; }
        .legend { display: flex; flex-wrap: wrap; gap: .2rem .95rem; font-size: .8rem; color: var(--soft); margin: .35rem 0 0; }
        .legend i { display: inline-block; width: .8rem; height: .8rem; border-radius: .15rem; margin-right: .35rem; vertical-align: -.08rem; }
        .legend i.benign { background: repeating-linear-gradient(45deg, var(--soft) 0 2px, transparent 2px 5px); border: 1px solid var(--soft); }
        .confusion { min-width: 0; }
        .confusion td, .confusion th { text-align: center; padding: .3rem .45rem; border: 1px solid var(--page); }
        .confusion tbody th { text-align: right; }
        .confusion thead th { vertical-align: bottom; }
        .confusion thead th span { writing-mode: vertical-rl; transform: rotate(180deg); }
        details { margin: .75rem 0; }
        summary { cursor: pointer; color: var(--accent); }
        pre { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem; overflow-x: auto; font-size: .8rem; line-height: 1.45; }
        @media print {
          :root { --page: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb; --panel: #f6f6f6; --lane: #f0f0f0; }
          body { max-width: none; padding: 0; font-size: 10pt; }
          nav { display: none; }
          h2 { break-before: auto; break-after: avoid; }
          figure, table, .card { break-inside: avoid; }
          .scroll { overflow: visible; }
        }

        """;
}
