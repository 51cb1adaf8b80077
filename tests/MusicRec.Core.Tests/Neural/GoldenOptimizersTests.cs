using System.Text.Json;
using MusicRec.Neural;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Optimisers, clipping, freezing and schedules against PyTorch in float64; golden/make_optimizers.py wrote what is expected.</summary>
public sealed class GoldenOptimizersTests
{
    private static readonly JsonElement[] _cases = Golden.Read("optimizers.json");

    public static TheoryData<string> Optimizers => Golden.Names(_cases.Where(entry => entry.TryGetProperty("optimizer", out _)));

    public static TheoryData<string> Schedules => Golden.Names(_cases.Where(entry => entry.TryGetProperty("schedule", out _)));

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Five_steps_agree_with_PyTorch(string name)
    {
        JsonElement expected = Case(name);
        Values values = new(expected);
        int[] frozen = Golden.Integers(expected.GetProperty("frozen"));
        Optimizer optimizer = Create(expected, values.Parameters);
        Tape tape = new();
        for (int step = 0; step < 5; step++)
        {
            foreach (int index in frozen)
            {
                values.Part(index, frozen: step is 1 or 2);
            }

            using (tape.Record())
            {
                Tensor loss = values.Loss();
                optimizer.ClearGradients();
                loss.Backward();
                if (expected.GetProperty("clipNorm") is { ValueKind: JsonValueKind.Number } norm)
                {
                    Golden.AssertClose($"length in step {step}", [expected.GetProperty("norms")[step].GetDouble()], [(float)optimizer.ClipGradientNorm(norm.GetDouble())]);
                }

                if (expected.GetProperty("clipValue") is { ValueKind: JsonValueKind.Number } limit)
                {
                    optimizer.ClipGradientValue(limit.GetDouble());
                }

                optimizer.Step();
            }

            for (int index = 0; index < values.Parameters.Count; index++)
            {
                Golden.AssertClose(
                    $"parameter {index} after step {step}", Golden.Doubles(expected.GetProperty("after")[step][index]), values.Parameters[index].Values);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Learning_rates_agree_with_PyTorch(string name)
    {
        JsonElement expected = Case(name), settings = expected.GetProperty("settings");
        Sgd optimizer = new([Tensor.Parameter(new Shape(1))], expected.GetProperty("rate").GetDouble());
        Schedule schedule = expected.GetProperty("schedule").GetString() switch
        {
            "Step" => new StepSchedule(optimizer, (int)Number(settings, "step_size", 0), Number(settings, "gamma", 0.1)),
            "Cosine" => new CosineSchedule(optimizer, (int)Number(settings, "T_max", 0), Number(settings, "eta_min", 0)),
            _ => new PlateauSchedule(
                optimizer, Number(settings, "factor", 0.1), (int)Number(settings, "patience", 10), Number(settings, "threshold", 1e-4),
                (int)Number(settings, "cooldown", 0), Number(settings, "min_lr", 0)),
        };
        double[] losses = Golden.Doubles(expected.GetProperty("losses")), rates = Golden.Doubles(expected.GetProperty("rates"));
        Assert.Contains(rates, rate => rate != expected.GetProperty("rate").GetDouble());
        for (int epoch = 0; epoch < losses.Length; epoch++)
        {
            schedule.Step(losses[epoch]);
            Assert.Equal(rates[epoch], optimizer.LearningRate, 1e-11);
        }

        Assert.Equal(losses.Length, schedule.Epoch);
    }

    private static JsonElement Case(string name) => _cases.Single(entry => entry.GetProperty("name").GetString() == name);

    private static double Number(JsonElement settings, string name, double otherwise) =>
        settings.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : otherwise;

    private static Optimizer Create(JsonElement expected, IReadOnlyList<Tensor> parameters)
    {
        JsonElement settings = expected.GetProperty("settings");
        double rate = Number(settings, "lr", 0), decay = Number(settings, "weight_decay", 0);
        (double beta1, double beta2) = settings.TryGetProperty("betas", out JsonElement betas) ? (betas[0].GetDouble(), betas[1].GetDouble()) : (0.9, 0.999);
        return expected.GetProperty("optimizer").GetString() switch
        {
            "Sgd" => new Sgd(parameters, rate, Number(settings, "momentum", 0), settings.TryGetProperty("nesterov", out _), decay),
            "Adam" => new Adam(parameters, rate, beta1, beta2, Number(settings, "eps", 1e-8), decay),
            _ => new AdamW(parameters, rate, beta1, beta2, Number(settings, "eps", 1e-8), Number(settings, "weight_decay", 0.01)),
        };
    }

    /// <summary>Parameters that should become given numbers.</summary>
    private sealed class Values
    {
        private readonly Part[] _parts;
        private readonly Tensor[] _targets;

        public Values(JsonElement expected)
        {
            _parts = [.. expected.GetProperty("shapes").EnumerateArray().Select(shape => new Part(new Shape(Golden.Integers(shape))))];
            _targets = [.. _parts.Select((part, index) =>
            {
                Golden.Floats(expected.GetProperty("start")[index]).CopyTo(part.Value.Values);
                Tensor target = Tensor.Parameter(part.Value.Shape);
                Golden.Floats(expected.GetProperty("targets")[index]).CopyTo(target.Values);
                target.RequiresGradient = false;
                return target;
            })];
        }

        public IReadOnlyList<Tensor> Parameters => [.. _parts.Select(part => part.Value)];

        public Tensor Loss()
        {
            Tensor sum = MusicRec.Neural.Loss.MeanSquaredError.Of(_parts[0].Value, _targets[0]);
            for (int index = 1; index < _parts.Length; index++)
            {
                sum += MusicRec.Neural.Loss.MeanSquaredError.Of(_parts[index].Value, _targets[index]);
            }

            return sum;
        }

        public void Part(int index, bool frozen)
        {
            if (frozen)
            {
                _parts[index].Freeze();
            }
            else
            {
                _parts[index].Unfreeze();
            }
        }
    }

    private sealed class Part : Module
    {
        public Part(Shape shape) => Value = AddParameter("value", shape);

        public Tensor Value { get; }
    }
}
