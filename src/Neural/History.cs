using System.Globalization;
using MusicRec.Reporting;

namespace MusicRec.Neural;

/// <summary>What one epoch of training came to.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Epochs">How many were planned.</param>
/// <param name="Loss">Training loss: the mean over the epoch's rows, each at the weights of its batch, as Keras reports it.</param>
/// <param name="Accuracy">Share of right answers in the same rows; null where the loss knows none.</param>
/// <param name="ValidationLoss">Loss on the validation rows at the end of the epoch; null without such rows.</param>
/// <param name="ValidationAccuracy">Share of right answers there; null without such rows or where the loss knows none.</param>
public sealed record EpochSummary(
    int Epoch, int Epochs, double Loss, double? Accuracy, double? ValidationLoss, double? ValidationAccuracy)
{
    /// <summary>The loss that tells the best epoch: that of validation where there is one.</summary>
    internal double Watched => ValidationLoss ?? Loss;

    /// <summary>One line of progress.</summary>
    public override string ToString()
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"epoch {Epoch}/{Epochs}  loss {Loss:F4}");
        line += Accuracy is double accuracy ? string.Create(CultureInfo.InvariantCulture, $"  accuracy {accuracy:F4}") : "";
        line += ValidationLoss is double loss ? string.Create(CultureInfo.InvariantCulture, $"  validation loss {loss:F4}") : "";
        return line + (ValidationAccuracy is double share ? string.Create(CultureInfo.InvariantCulture, $"  validation accuracy {share:F4}") : "");
    }
}

/// <summary>How a training run went, epoch by epoch. Shown, it is a table of at most a dozen epochs, the best one among them.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class History : IRenderable
{
    private const int EpochsShown = 10;

    internal History(IReadOnlyList<EpochSummary> epochs, int bestEpoch, bool stoppedEarly)
    {
        Epochs = epochs;
        BestEpoch = bestEpoch;
        StoppedEarly = stoppedEarly;
    }

    /// <summary>The epochs that were run, first one first.</summary>
    public IReadOnlyList<EpochSummary> Epochs { get; }

    /// <summary>
    /// The last epoch, counted from 1, whose validation loss (training loss without validation rows) was below that of the best
    /// epoch before it by more than <see cref="Trainer.MinimumImprovement"/>; with the usual 0 that is the epoch of the smallest loss.
    /// </summary>
    public int BestEpoch { get; }

    /// <summary>Whether training ended before the planned number of epochs.</summary>
    public bool StoppedEarly { get; }

    /// <summary>Training loss per epoch.</summary>
    public double[] Losses => [.. Epochs.Select(epoch => epoch.Loss)];

    /// <summary>Training accuracy per epoch; empty where the loss knows none.</summary>
    public double[] Accuracies => [.. Epochs.Select(epoch => epoch.Accuracy).OfType<double>()];

    /// <summary>Validation loss per epoch; empty without validation rows.</summary>
    public double[] ValidationLosses => [.. Epochs.Select(epoch => epoch.ValidationLoss).OfType<double>()];

    /// <summary>Validation accuracy per epoch; empty without validation rows or where the loss knows none.</summary>
    public double[] ValidationAccuracies => [.. Epochs.Select(epoch => epoch.ValidationAccuracy).OfType<double>()];

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    private Table ToTable()
    {
        int every = (Epochs.Count + EpochsShown - 1) / EpochsShown;
        EpochSummary[] shown = [.. Epochs.Where(epoch => epoch.Epoch % every == 0 || epoch.Epoch == BestEpoch || epoch.Epoch == Epochs.Count)];
        List<(string Header, Func<EpochSummary, object?> Value)> columns = [("epoch", epoch => epoch.Epoch), ("loss", epoch => epoch.Loss)];
        AddWhereKnown("accuracy", epoch => epoch.Accuracy);
        AddWhereKnown("validation loss", epoch => epoch.ValidationLoss);
        AddWhereKnown("validation accuracy", epoch => epoch.ValidationAccuracy);
        return Table.Of(shown, [.. columns])
            .Note($"{Epochs.Count} epochs{(StoppedEarly ? ", stopped early" : "")}; the best was epoch {BestEpoch}.");

        void AddWhereKnown(string header, Func<EpochSummary, double?> value)
        {
            if (value(Epochs[0]) is not null)
            {
                columns.Add((header, epoch => value(epoch)));
            }
        }
    }
}
