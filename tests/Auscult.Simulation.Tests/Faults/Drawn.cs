using FsCheck;
using Microsoft.FSharp.Core;

namespace Auscult.Simulation.Tests.Faults;

/// <summary>Properties over drawn faults, the same ones in every run.</summary>
internal static class Drawn
{
    public static Config Times(int tests) => Config.QuickThrowOnFailure.WithMaxTest(tests)
        .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(2026, 11), FSharpOption<int>.None)));
}
