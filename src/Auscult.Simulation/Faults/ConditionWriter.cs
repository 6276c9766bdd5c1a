using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Faults;

/// <summary>
/// Writes what a fault does into planes. A tick belongs to an interval when it starts within it, so nothing changes before the onset; an
/// interval that is too short to hold the start of a tick gets the next one.
/// </summary>
internal static class ConditionWriter
{
    /// <summary>Multiplies by a factor.</summary>
    /// <param name="plane">The condition.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="block">The block.</param>
    /// <param name="from">Start, seconds after the start of the simulation.</param>
    /// <param name="until">End.</param>
    /// <param name="factorAt">The factor at a moment, seconds after the start of the simulation.</param>
    public static void Multiply(this Plane plane, int entity, Block block, double from, double until, Func<double, double> factorAt)
    {
        var (first, last) = TicksOf(block, from, until);
        if (first >= last)
            return;
        var values = plane.Change(entity);
        for (var tick = first; tick < last; tick++)
            values[tick] *= (float)factorAt(block.SecondOf(tick));
    }

    /// <summary>Multiplies by a factor that stays the same.</summary>
    public static void Multiply(this Plane plane, int entity, Block block, double from, double until, double factor) =>
        plane.Multiply(entity, block, from, until, _ => factor);

    /// <summary>Adds a rate or an amount; the arguments are those of the multiplication.</summary>
    public static void Add(this Plane plane, int entity, Block block, double from, double until, Func<double, double> amountAt)
    {
        var (first, last) = TicksOf(block, from, until);
        if (first >= last)
            return;
        var values = plane.Change(entity);
        for (var tick = first; tick < last; tick++)
            values[tick] += (float)amountAt(block.SecondOf(tick));
    }

    /// <summary>Adds an amount that stays the same.</summary>
    public static void Add(this Plane plane, int entity, Block block, double from, double until, double amount) =>
        plane.Add(entity, block, from, until, _ => amount);

    /// <summary>Adds a number of single events in one tick to a plane of rates.</summary>
    public static void Count(this Plane plane, int entity, Block block, double second, double events = 1) =>
        // A little more than the inverse, so that no rounding loses an event.
        plane.Add(entity, block, second, second, events / block.StepSeconds * (1 + 1e-6));

    /// <summary>Sets a value in one tick, whatever was there: an error code.</summary>
    public static void Mark(this Plane plane, int entity, Block block, double second, double value)
    {
        var (first, last) = TicksOf(block, second, second);
        if (first < last)
            plane.Change(entity)[first] = (float)value;
    }

    /// <summary>Names who is to blame.</summary>
    public static void Blame(this Plane causes, int entity, Block block, double from, double until, int number)
    {
        var (first, last) = TicksOf(block, from, until);
        if (first < last)
            causes.Change(entity)[first..last].Fill(number);
    }

    private static (int First, int Last) TicksOf(Block block, double from, double until)
    {
        var first = TickAt(block, from);
        var last = Math.Max(TickAt(block, until), first + 1);
        return ((int)Math.Max(first, 0), (int)Math.Min(last, block.Ticks));
    }

    // The first tick that starts at the moment or later, counted from the block's first.
    private static long TickAt(Block block, double second) =>
        (long)Math.Clamp(Math.Ceiling((second / block.StepSeconds) - 1e-6), -1e15, 1e15) - block.FirstTick;
}
