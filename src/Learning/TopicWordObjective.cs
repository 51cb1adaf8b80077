using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// How far a topic model is from the topic counts that it is known to have given to documents. In variational inference topic k gets from
/// word w of document d the share e_dk · b_wk / Σ_j e_dj · b_wj, where e_dk = exp(digamma(posterior)) is known once the posterior is; the
/// loss compares the logarithms of the sums of these shares with those of the known counts, from 10⁻¹⁰ (which words a topic could have had) to
/// hundreds (which it had). Huge errors count little (pseudo-Huber), as counts stand one step short of convergence.
/// </summary>
internal sealed class TopicWordObjective : ISmoothObjective
{
    private const int Blocks = 16;
    private const double HuberScale = 0.1;
    private const double HiddenWeight = 0.3;

    /// <summary>Counts below this are rounding.</summary>
    public const double SmallestCount = 1e-13;

    private readonly TopicDocuments _documents;
    private readonly int[] _rows;
    private readonly double[] _factors;
    private readonly double[] _logTargets;
    private readonly double[] _scales;
    private readonly double _penalty;
    private readonly double _center;
    private readonly int _given;
    private readonly double[][] _gradients;
    private readonly double[] _values = new double[Blocks];
    private readonly double[] _strengths;

    /// <summary>An objective over the logarithms of b, [words × topics], divided by <see cref="Scales"/>.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="rows">Which of them count.</param>
    /// <param name="penalty">Weight of ½ (log b − <paramref name="center"/>)², above 0.</param>
    /// <param name="center">What log b is drawn to.</param>
    public TopicWordObjective(TopicDocuments documents, int[] rows, double penalty, double center)
    {
        (_documents, _rows, _penalty, _center, _given) = (documents, rows, penalty, center, documents.Given);
        int topics = documents.Topics;
        _gradients = [.. Enumerable.Range(0, Blocks).Select(_ => new double[documents.Words * topics])];
        _strengths = new double[documents.Words * topics];
        _factors = new double[rows.Length * topics];
        _logTargets = new double[rows.Length * (_given + 1)];
        _scales = new double[documents.Words];
        Array.Fill(_scales, 1.0);
        for (int index = 0; index < rows.Length; index++)
        {
            documents.WriteFactors(rows[index], _factors.AsSpan(index * topics, topics));
            for (int topic = 0; topic <= _given; topic++)
            {
                double target = topic < _given ? documents.Counts[rows[index], topic] : documents.HiddenCounts[rows[index]];
                _logTargets[(index * (_given + 1)) + topic] = Elementary.Log(Math.Max(target, SmallestCount));
            }

            foreach (int word in documents.WordCounts.RowColumns(rows[index]))
            {
                _scales[word]++;
            }
        }

        // The Hessian grows with the documents that a word stands in: in these units it is about the same for all.
        foreach (ref double scale in _scales.AsSpan())
        {
            scale = 1 / Math.Sqrt(scale);
        }
    }

    /// <summary>log b of a word is the point's value times the word's scale.</summary>
    public ReadOnlySpan<double> Scales => _scales;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        int topics = _documents.Topics;
        for (int index = 0; index < point.Length; index++)
        {
            _strengths[index] = Elementary.Exp(point[index] * _scales[index / topics]);
        }

        ParallelLoop.For(Blocks, EvaluateBlock);
        double value = 0;
        foreach (double ofBlock in _values)
        {
            value += ofBlock;
        }

        for (int index = 0; index < point.Length; index++)
        {
            double scale = _scales[index / topics];
            double distance = (point[index] * scale) - _center;
            double slope = _penalty * distance;
            foreach (double[] ofBlock in _gradients)
            {
                slope += ofBlock[index];
            }

            value += 0.5 * _penalty * distance * distance;
            gradient[index] = slope * scale;
        }

        return value;
    }

    private void EvaluateBlock(int block)
    {
        int topics = _documents.Topics;
        double[] shares = new double[_documents.LongestRow * topics], sums = new double[topics];
        double[] gradient = _gradients[block];
        Array.Clear(gradient);
        double value = 0;
        int end = (int)((long)_rows.Length * (block + 1) / Blocks);
        for (int index = (int)((long)_rows.Length * block / Blocks); index < end; index++)
        {
            ReadOnlySpan<int> words = _documents.WordCounts.RowColumns(_rows[index]);
            ReadOnlySpan<float> counts = _documents.WordCounts.RowValues(_rows[index]);
            _documents.WriteShares(words, counts, _factors.AsSpan(index * topics, topics), _strengths, shares, sums);
            value += WriteSlopes(_logTargets.AsSpan(index * (_given + 1), _given + 1), sums);
            AddGradient(words, counts, shares, sums, gradient);
        }

        _values[block] = value;
    }

    // Replaces the sums of shares by the slopes of the loss over them; returns the loss.
    private double WriteSlopes(ReadOnlySpan<double> logTargets, Span<double> sums)
    {
        double loss = 0;
        for (int topic = 0; topic < _given; topic++)
        {
            loss += Huber(sums[topic], logTargets[topic], out sums[topic]);
        }

        double hidden = 0;
        foreach (double sum in sums[_given..])
        {
            hidden += sum;
        }

        if (sums.Length > _given)
        {
            loss += HiddenWeight * Huber(hidden, logTargets[_given], out double slope);
            sums[_given..].Fill(HiddenWeight * slope);
        }

        return loss;
    }

    private static double Huber(double sum, double logTarget, out double slope)
    {
        sum = Math.Max(sum, 1e-300);
        double error = Elementary.Log(sum) - logTarget;
        double root = Math.Sqrt(1 + (error * error / (HuberScale * HuberScale)));
        slope = error / (root * sum);
        return (root - 1) * HuberScale * HuberScale;
    }

    private static void AddGradient(ReadOnlySpan<int> words, ReadOnlySpan<float> counts, ReadOnlySpan<double> shares, ReadOnlySpan<double> slopes, double[] gradient)
    {
        int topics = slopes.Length;
        for (int place = 0; place < words.Length; place++)
        {
            SharingKernel.AddCentered(
                shares.Slice(place * topics, topics), slopes, counts[place], gradient.AsSpan(words[place] * topics, topics));
        }
    }
}
