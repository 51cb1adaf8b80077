using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>Averages the probabilities of several classifiers ("soft voting"), each fitted on the same rows.</summary>
public sealed class VotingEnsemble : IClassifier
{
    private readonly IClassifier[] _members;
    private readonly double[] _shares;

    /// <summary>An ensemble of <paramref name="members"/>.</summary>
    /// <param name="members">One or more classifiers, each with its own seed.</param>
    /// <param name="weights">How much each member counts: finite, 0 or more, not all 0; by default all the same.</param>
    public VotingEnsemble(IReadOnlyList<IClassifier> members, IReadOnlyList<double>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(members);
        Throw.IfEmpty(members.Count, nameof(members));
        _members = [.. members];
        _shares = new double[_members.Length];
        Throw.IfLengthsDiffer(_members.Length, nameof(members), weights?.Count ?? _members.Length, nameof(weights));
        double sum = 0;
        for (int member = 0; member < _shares.Length; member++)
        {
            _shares[member] = weights?[member] ?? 1;
            Throw.IfOutside(_shares[member], 0, double.MaxValue, $"weights[{member}]");
            sum += _shares[member];
        }

        Throw.IfNotPositive(sum, "the sum of weights");
        for (int member = 0; member < _shares.Length; member++)
        {
            _shares[member] /= sum;
        }
    }

    /// <inheritdoc/>
    public int ClassCount => _members[0].ClassCount;

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        LearningInput.CheckTraining(features, labels);
        foreach (IClassifier member in _members)
        {
            member.Fit(features, labels);
        }
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Matrix result = new(features.Rows, ClassCount);
        for (int member = 0; member < _members.Length; member++)
        {
            Matrix probabilities = _members[member].PredictProbabilities(features);
            for (int index = 0; index < result.Values.Length; index++)
            {
                result.Values[index] += _shares[member] * probabilities.Values[index];
            }
        }

        return result;
    }
}
