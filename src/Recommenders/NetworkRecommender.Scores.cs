using MusicRec.Numerics;

namespace MusicRec.Recommenders;

// Why an item has its score.
public abstract partial class NetworkRecommender
{
    /// <summary>The logits of a listener, and what each part of the row adds to them: how much a logit falls without the part.</summary>
    private sealed class NetworkScores(NetworkRecommender owner, ListenerNetwork network, ListenerHistory history, SparseMatrix row, float[] logits)
        : ItemScores(logits)
    {
        // So many parts of a row are taken out one by one; of longer rows those with the largest numbers.
        private const int MostParts = 40;
        private readonly Lazy<(int[] Places, float[][] Without)> _parts = new(() => LeaveOut(network, row));

        public override Explanation Explain(int item)
        {
            (int[] places, float[][] without) = _parts.Value;
            int items = owner.Fitted.ItemCount;
            List<Contribution> because = [], features = [];
            for (int part = 0; part < places.Length; part++)
            {
                int column = row.RowColumns(0)[places[part]];
                double amount = (double)this[item] - without[part][item];
                if (column >= items)
                {
                    features.Add(new Contribution(owner.ContentName(column - items), amount));
                }
                else if (column != item)
                {
                    because.Add(new Contribution(owner.Fitted.ItemNames[column], amount));
                }
            }

            because.Sort(Strongest);
            features.Sort(Strongest);
            string[] leading = [.. because.Concat(features).Where(part => part.Amount > 0).OrderByDescending(part => part.Amount).Take(2).Select(part => part.Name)];
            string text = leading.Length == 0 ? $"fits your {history.Count} items as a whole" : $"because of {string.Join(" and ", leading)}";
            return new Explanation(item, text, because, features);
        }

        private static int Strongest(Contribution one, Contribution other)
        {
            int order = other.Amount.CompareTo(one.Amount);
            return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
        }

        private static (int[] Places, float[][] Without) LeaveOut(ListenerNetwork network, SparseMatrix row)
        {
            float[] values = row.RowValues(0).ToArray();
            int[] places = [.. Enumerable.Range(0, values.Length).OrderByDescending(place => values[place]).Take(MostParts).Order()];
            SparseRows rows = new(row.Columns);
            foreach (int without in places)
            {
                for (int place = 0; place < values.Length; place++)
                {
                    rows.Add(row.RowColumns(0)[place], place == without ? 0 : values[place]);
                }

                rows.EndRow();
            }

            return (places, Run(network, rows.ToMatrix()));
        }
    }
}
