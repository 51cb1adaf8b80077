using MusicRec.Neural;

namespace MusicRec.Papers;

/// <summary>The network's outputs held against popularity (squared error) or against popular or not.</summary>
internal sealed class PopularityObjective : Objective
{
    private readonly PopularityLstm _module;
    private readonly RowSource<((IndexTensor First, IndexTensor Second) First, Tensor Second)> _inputs;
    private readonly RowSource<Tensor> _targets;
    private readonly PopularityLabelLoss? _labelLoss;
    private readonly Sigmoid _sigmoid = new();

    /// <param name="module">The network.</param>
    /// <param name="inputs">Songs.</param>
    /// <param name="targets">[songs, 1].</param>
    /// <param name="labelLoss">How labels are held against; null where targets are numbers.</param>
    public PopularityObjective(
        PopularityLstm module, RowSource<((IndexTensor First, IndexTensor Second) First, Tensor Second)> inputs, Tensor targets, PopularityLabelLoss? labelLoss) =>
        (_module, _inputs, _targets, _labelLoss) = (module, inputs, RowSource.Of(targets), labelLoss);

    public override int Rows => _inputs.Rows;

    public override BatchLoss Compute(Tape tape, ReadOnlySpan<int> rows)
    {
        Tensor outputs = _module.Forward(_inputs.Gather(tape, rows)), targets = _targets.Gather(tape, rows);
        Tensor loss = _labelLoss switch
        {
            PopularityLabelLoss.CrossEntropy => Loss.BinaryCrossEntropyWithLogits.Of(outputs, targets),
            PopularityLabelLoss.SquaredError => Loss.MeanSquaredError.Of(_sigmoid.Forward(outputs), targets),
            _ => Loss.MeanSquaredError.Of(outputs, targets),
        };
        (long correct, long answers) = _labelLoss is null ? default : Loss.BinaryCrossEntropyWithLogits.CountCorrect(outputs, targets);
        return new BatchLoss(loss, rows.Length, correct, answers);
    }
}
