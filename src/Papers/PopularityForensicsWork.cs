using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>One model to fit on one split: for one cut, or for all where neither rows nor model depend on it.</summary>
internal sealed class PopularityForensicsWork
{
    private readonly Lazy<PopularityForensicsTask> _task;
    private readonly PopularityForensicsModel _model;
    private readonly PopularityProtocol _protocol;
    private readonly PopularityCut[] _cuts;
    private readonly ulong _seed;
    private PopularityJudgement[] _judgements = [];

    private PopularityForensicsWork(Lazy<PopularityForensicsTask> task, PopularityProtocol protocol, PopularityForensicsModel model, PopularityCut[] cuts, ulong seed) =>
        (_task, _protocol, _model, _cuts, _seed) = (task, protocol, model, cuts, seed);

    public static List<PopularityForensicsWork> Of(
        PopularitySongs songs, PopularityCut[] cuts, IReadOnlyList<PopularityProtocol> protocols, IReadOnlyList<PopularityForensicsModel> models, int splits, ulong seed)
    {
        RandomStream seeds = new(seed);
        List<PopularityForensicsWork> work = [];
        for (int split = 0; split < splits; split++)
        {
            // The same songs are held out under every protocol that does not copy or drop any.
            ulong splitSeed = seeds.Split((ulong)split).NextUInt64();
            foreach (PopularityProtocol protocol in protocols)
            {
                PopularityCut[][] groups = protocol.IsResampled() ? [.. cuts.Select(cut => (PopularityCut[])[cut])] : [cuts];
                foreach (PopularityCut[] group in groups)
                {
                    Lazy<PopularityForensicsTask> task = new(() => PopularityForensicsTask.Draw(songs, protocol, group[0], splitSeed));
                    foreach (PopularityForensicsModel model in models)
                    {
                        work.AddRange((model.PredictsPopularity ? [group] : group.Select(cut => (PopularityCut[])[cut]))
                            .Select(own => new PopularityForensicsWork(task, protocol, model, own, splitSeed + 1)));
                    }
                }
            }
        }

        return work;
    }

    public void Run()
    {
        PopularityForensicsTask task = _task.Value;
        (int[][] labels, double[]? popularity) = _model.Answer(task, _cuts, _seed);
        double[] truth = task.TestPopularity();
        _judgements = [.. _cuts.Select((cut, place) => PopularityJudgement.Of(task.TestLabels(cut), labels[place], popularity, truth))];
    }

    public bool Is(PopularityProtocol protocol, PopularityCut cut, PopularityForensicsModel model) =>
        ReferenceEquals(_model, model) && _protocol == protocol && _cuts.Contains(cut);

    public PopularityJudgement Of(PopularityCut cut) => _judgements[Array.IndexOf(_cuts, cut)];
}
