using System.Globalization;
using MusicRec.Neural.Files;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// All that a run of training needs to go on later to the same digits, kept in a model file: the module's tensors and
/// random streams, the best weights so far, the optimiser's and the schedule's memory, the history.
/// </summary>
internal sealed class Checkpoint
{
    private const string Kind = "training checkpoint 1";
    private const string RandomPrefix = "random.";
    private readonly Optimizer _optimizer;
    private readonly Schedule? _schedule;
    private readonly StateDictionary _state;
    private readonly (string Name, RandomStream Random)[] _randomStreams;
    private readonly SortedDictionary<string, string> _settings;

    public Checkpoint(Module module, Optimizer optimizer, Trainer trainer, Objective training, Objective? validation)
    {
        (_optimizer, _schedule) = (optimizer, trainer.Schedule);
        _state = new StateDictionary(module);
        _randomStreams =
        [
            .. module.NamedRandomStreams,
            .. training.NamedRandomStreams.Select(stream => ($"objective.{stream.Name}", stream.Random)),
            .. (validation is null || ReferenceEquals(validation, training) ? [] : validation.NamedRandomStreams)
                .Select(stream => ($"validation.{stream.Name}", stream.Random)),
        ];
        Best = trainer.Patience is null ? null : new StateSnapshot(_state);
        _settings = new(StringComparer.Ordinal)
        {
            ["kind"] = Kind,
            ["module"] = module.GetType().Name,
            ["optimizer"] = optimizer.GetType().Name,
            ["schedule"] = _schedule?.GetType().Name ?? "none",
            ["seed"] = trainer.Seed.ToString(CultureInfo.InvariantCulture),
            ["batch_size"] = ToText(trainer.BatchSize),
            ["drop_last"] = ToText(trainer.DropLast),
            ["maximum_gradient_norm"] = trainer.MaximumGradientNorm is double norm ? ToText(norm) : "none",
            ["maximum_gradient_value"] = trainer.MaximumGradientValue is double value ? ToText(value) : "none",
            ["early_stopping"] = ToText(Best is not null),
            ["rows"] = ToText(training.Rows),
            ["validation_rows"] = ToText(validation?.Rows ?? 0),
        };
        foreach ((string name, object setting) in optimizer.Settings)
        {
            _settings.Add($"optimizer.{name}", ToText(setting));
        }

        foreach ((string name, object setting) in _schedule?.Settings ?? [])
        {
            _settings.Add($"schedule.{name}", ToText(setting));
        }
    }

    /// <summary>The module's state in its best epoch so far; null without early stopping.</summary>
    public StateSnapshot? Best { get; }

    public void Save(string path, TrainingProgress progress)
    {
        SortedDictionary<string, string> metadata = new(_settings, StringComparer.Ordinal)
        {
            [ModelMetadata.VersionKey] = ModelMetadata.CurrentVersion,
            ["best_epoch"] = ToText(progress.BestEpoch),
            ["history"] = string.Join(';', progress.Epochs.Select(epoch => ToText(
                [epoch.Loss, epoch.Accuracy ?? double.NaN, epoch.ValidationLoss ?? double.NaN, epoch.ValidationAccuracy ?? double.NaN]))),
            ["optimizer_numbers"] = ToText(_optimizer.StateNumbers),
            ["schedule_numbers"] = ToText(_schedule?.StateNumbers ?? []),
        };
        foreach ((string name, RandomStream random) in _randomStreams)
        {
            RandomState state = random.State;
            metadata.Add(RandomPrefix + name, string.Create(
                CultureInfo.InvariantCulture, $"{state.Key} {state.Counter} {state.Used} {state.SpareGaussian:R}"));
        }

        SafetensorsWriter.Write(path, Tensors(), metadata);
    }

    /// <summary>Puts everything back to where it was.</summary>
    /// <exception cref="ModelFileException">The file is damaged or belongs to another training; nothing was changed.</exception>
    public TrainingProgress Load(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        foreach ((string name, string value) in _settings)
        {
            string written = file.Metadata.GetValueOrDefault(name, "not there");
            if (written != value)
            {
                throw new ModelFileException(path, $"it cannot be gone on from: {name} is '{written}' in it and '{value}' now.");
            }
        }

        Dictionary<string, StoredTensor> tensors = Tensors().ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        if (StateDictionary.FindMismatch(
            [.. tensors.Values.Select(tensor => (tensor.Name, tensor.Shape))], file.Shapes) is string mismatch)
        {
            throw new ModelFileException(path, $"it cannot be gone on from: {mismatch}");
        }

        if (!file.Metadata.ContainsKey(Checksum.Key) || !file.Metadata.ContainsKey(ModelMetadata.VersionKey))
        {
            throw new ModelFileException(
                path, $"it cannot be gone on from: its metadata lack '{Checksum.Key}' or '{ModelMetadata.VersionKey}', which every checkpoint has.");
        }

        file.Verify();

        // All numbers are read and checked before the first one is put back: a file that is refused must change nothing.
        TrainingProgress progress;
        double[] optimizerNumbers, scheduleNumbers;
        (RandomStream Random, RandomState State)[] randoms;
        try
        {
            progress = ReadProgress(file.Metadata);
            optimizerNumbers = Numbers(file.Metadata, "optimizer_numbers", _optimizer.StateNumbers.Length, _optimizer.Accepts);
            scheduleNumbers = Numbers(file.Metadata, "schedule_numbers", _schedule?.StateNumbers.Length ?? 0, numbers => _schedule?.Accepts(numbers) ?? true);
            randoms = ReadRandoms(file.Metadata);
        }
        catch (Exception exception) when (exception is FormatException or KeyNotFoundException or OverflowException)
        {
            throw new ModelFileException(path, $"it cannot be gone on from: {exception.Message}", exception);
        }

        foreach (SafetensorsEntry entry in file.Tensors)
        {
            file.Read(entry, tensors[entry.Name].Values);
        }

        _optimizer.StateNumbers = optimizerNumbers;
        if (_schedule is not null)
        {
            _schedule.StateNumbers = scheduleNumbers;
        }

        foreach ((RandomStream random, RandomState state) in randoms)
        {
            random.State = state;
        }

        return progress;
    }

    private List<StoredTensor> Tensors() =>
    [
        .. _state.Names.Select(name => new StoredTensor($"module.{name}", _state[name])),
        .. Best is null ? [] : _state.Names.Select((name, index) => new StoredTensor($"best.{name}", Best.Copies[index])),
        .. _optimizer.StateBuffers.Select(buffer => new StoredTensor($"optimizer.{buffer.Name}", buffer.Shape, buffer.Values)),
    ];

    private static TrainingProgress ReadProgress(IReadOnlyDictionary<string, string> metadata)
    {
        TrainingProgress progress = new() { BestEpoch = int.Parse(metadata["best_epoch"], NumberStyles.None, CultureInfo.InvariantCulture) };
        foreach (string epoch in metadata["history"].Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            double[] numbers = Numbers(epoch, 4);
            if (!double.IsFinite(numbers[0]) || numbers.Any(double.IsInfinity))
            {
                throw new FormatException($"its history has an epoch of '{epoch}', which are no losses and accuracies.");
            }

            progress.Epochs.Add(new EpochSummary(
                progress.Epochs.Count + 1, 0, numbers[0], Known(numbers[1]), Known(numbers[2]), Known(numbers[3])));
        }

        // The first epoch is always better than none.
        return progress.BestEpoch <= progress.Epochs.Count && (progress.BestEpoch == 0) == (progress.Epochs.Count == 0)
            ? progress
            : throw new FormatException($"best_epoch is {progress.BestEpoch} and its history has {progress.Epochs.Count} epochs.");
    }

    private (RandomStream Random, RandomState State)[] ReadRandoms(IReadOnlyDictionary<string, string> metadata)
    {
        int written = metadata.Keys.Count(key => key.StartsWith(RandomPrefix, StringComparison.Ordinal));
        return written == _randomStreams.Length
            ? [.. _randomStreams.Select(stream => (stream.Random, ReadState(metadata[RandomPrefix + stream.Name])))]
            : throw new FormatException($"it holds {written} random streams and module and objectives have {_randomStreams.Length}.");
    }

    private static RandomState ReadState(string text)
    {
        string[] parts = text.Split(' ');
        return parts.Length == 4 && int.Parse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture) is >= 0 and <= 4 and int used
            && double.Parse(parts[3], CultureInfo.InvariantCulture) is double spare && !double.IsInfinity(spare)
            ? new RandomState(
                ulong.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture),
                ulong.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture), used, spare)
            : throw new FormatException($"'{text}' is no state of a random stream.");
    }

    private static double? Known(double number) => double.IsNaN(number) ? null : number;

    private static string ToText(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string ToText(bool answer) => answer ? "yes" : "no";

    private static string ToText(object setting) => setting is bool answer ? ToText(answer) : ToText(Convert.ToDouble(setting, CultureInfo.InvariantCulture));

    private static string ToText(double[] numbers) => string.Join(' ', numbers.Select(ToText));

    private static double[] Numbers(IReadOnlyDictionary<string, string> metadata, string name, int count, Func<double[], bool> accepts)
    {
        double[] numbers = Numbers(metadata[name], count);
        return accepts(numbers) ? numbers : throw new FormatException($"{name} is '{metadata[name]}', which cannot be.");
    }

    private static double[] Numbers(string text, int count)
    {
        double[] numbers = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
        return numbers.Length == count ? numbers : throw new FormatException($"'{text}' holds {numbers.Length} numbers; needed: {count}.");
    }
}

/// <summary>A copy of a module's numbers, to go back to.</summary>
internal sealed class StateSnapshot
{
    private readonly Tensor[] _tensors;

    public StateSnapshot(StateDictionary state)
    {
        _tensors = [.. state.Names.Select(name => state[name])];
        Copies = [.. _tensors.Select(tensor => Copy(tensor))];
    }

    public Tensor[] Copies { get; }

    public void Take() => Copy(_tensors, Copies);

    public void PutBack() => Copy(Copies, _tensors);

    private static Tensor Copy(Tensor tensor)
    {
        Tensor copy = Tensor.Parameter(tensor.Shape);
        tensor.Values.CopyTo(copy.Values);
        return copy;
    }

    private static void Copy(Tensor[] from, Tensor[] to)
    {
        for (int index = 0; index < from.Length; index++)
        {
            from[index].Values.CopyTo(to[index].Values);
        }
    }
}
