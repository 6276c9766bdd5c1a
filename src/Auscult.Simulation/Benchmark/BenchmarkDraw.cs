using System.Globalization;
using Auscult.Foundation;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Faults;
using Auscult.Simulation.Noise;
using Auscult.Simulation.Room;
using Auscult.Simulation.Serving.Settings;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Benchmark;

/// <summary>Draws the members of a benchmark. Every member has seeds of its own, so another number of members changes no earlier one.</summary>
/// <param name="simulation">What all members share.</param>
/// <param name="benchmark">Pools and splits.</param>
/// <param name="seeds">Every random choice derives from these.</param>
internal sealed class BenchmarkDraw(SimulationConfig simulation, BenchmarkConfig benchmark, Seeds seeds)
{
    private static readonly string[] Order = ["train", "validation", "test"];

    /// <summary>The members, in order of time.</summary>
    /// <exception cref="InputException">No room of a split holds one of its jobs, or a class fits none of its members.</exception>
    public IReadOnlyList<SuiteMember> Members()
    {
        var members = new List<SuiteMember>();
        var start = simulation.Start;
        foreach (var name in Order.Where(benchmark.Splits.ContainsKey))
        {
            var split = benchmark.Splits[name];
            var drawn = new SplitDraw(name, split, benchmark, seeds.Child(name));
            for (var number = 0; number < split.Members; number++)
            {
                var member = drawn.Next(simulation with { Start = start, Benchmark = null, Fingerprint = null }, number);
                members.Add(member);
                var gap = new NoiseStream(member.Seeds.Child("gap").Value).NextUniform() * benchmark.MaxGap.TotalSeconds;
                start += split.Recording + TimeSpan.FromSeconds(1 + Math.Floor(gap));
            }
        }
        return members;
    }

    /// <summary>Draws the members of one split, one after the other.</summary>
    private sealed class SplitDraw(string name, BenchmarkSplitConfig split, BenchmarkConfig benchmark, Seeds seeds)
    {
        private readonly EvenPicker<string> _jobs = new(seeds.Child("jobs").Value);
        private readonly EvenPicker<string> _rooms = new(seeds.Child("rooms").Value);
        private readonly EvenPicker<string> _accelerators = new(seeds.Child("accelerators").Value);
        private readonly EvenPicker<string> _exporters = new(seeds.Child("exporters").Value);
        private readonly EvenPicker<double> _noise = new(seeds.Child("noise").Value);
        private readonly EvenPicker<double> _ambient = new(seeds.Child("ambient").Value);
        private readonly EventDealer _faults =
            new($"simulation.benchmark.splits.{name}.classes", split.Classes, split.FaultsPerMember, split, seeds.Child("classes"));

        private readonly EventDealer _benign =
            new($"simulation.benchmark.splits.{name}.benign_classes", split.BenignClasses, split.BenignPerMember, split, seeds.Child("benign classes"));

        public SuiteMember Next(SimulationConfig shared, int number)
        {
            var recording = SuiteMember.NameOf(name, number);
            var own = seeds.Child(recording);
            var job = _jobs.Pick(split.Jobs);
            var room = _rooms.Pick(RoomsFor(job));
            var accelerator = _accelerators.Pick(split.Accelerators);
            var exporter = _exporters.Pick(split.Exporters);
            var noise = _noise.Pick([.. split.Noise]);
            var ambient = split.AmbientCelsius.Count > 0 ? _ambient.Pick([.. split.AmbientCelsius]) : benchmark.Rooms[room].AmbientCelsius;
            var config = shared with
            {
                Duration = split.Recording,
                Room = benchmark.Rooms[room] with { Accelerator = benchmark.Accelerators[accelerator], AmbientCelsius = ambient },
                Training = benchmark.Jobs[job].Training,
                Serving = benchmark.Jobs[job].Serving,
                Exporters = benchmark.Exporters[exporter] with { Noise = benchmark.Exporters[exporter].Noise * noise },
            };
            config = config with
            {
                Faults = new FaultPlanConfig { Listed = _faults.Deal(FaultPlanner.ClassesFor(config), own.Child("faults")) },
                Benign = new BenignPlanConfig { Listed = _benign.Deal(FaultPlanner.BenignFor(config), own.Child("benign")) },
            };
            var composition = string.Create(
                CultureInfo.InvariantCulture,
                $"split={name} room={room} accelerator={accelerator} job={job} exporters={exporter} noise={noise} ambient_celsius={ambient}");
            return new SuiteMember(recording, $"{recording}/", name, config, own, composition);
        }

        private string[] RoomsFor(string job)
        {
            var rooms = split.Rooms.Where(room => Holds(benchmark.Rooms[room], benchmark.Jobs[job])).ToArray();
            return rooms.Length > 0 ? rooms : throw new InputException(
                $"simulation.benchmark.splits.{name}: none of its rooms ({string.Join(", ", split.Rooms)}) holds the job '{job}'",
                remedy: "its group sizes must divide the accelerators of a room");
        }

        private static bool Holds(MachineRoomConfig room, JobShapeConfig job)
        {
            try
            {
                _ = job.Training is { } training ? ParallelLayout.Of(training, room) : null;
                _ = job.Serving is { } serving ? new ServingPlan(serving, room) : null;
                return true;
            }
            catch (InputException)
            {
                return false;
            }
        }
    }
}
