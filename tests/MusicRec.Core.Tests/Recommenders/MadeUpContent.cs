using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

/// <summary>Content that follows the tastes of <see cref="MadeUpListeners"/>; nothing is known about the listener without plays and the song that nobody has.</summary>
internal static class MadeUpContent
{
    public static string[] Words { get; } = ["rock", "jazz", "folk", "old", "new"];

    public static ContentTable Listeners(int count) => Table(count, MadeUpListeners.ColdUser, 31);

    public static ContentTable Songs(int count) => Table(count, MadeUpListeners.ColdItem, 32);

    private static ContentTable Table(int count, int without, ulong seed)
    {
        RandomStream random = new(seed);
        Matrix values = new(count, Words.Length);
        for (int row = 0; row < count; row++)
        {
            for (int word = 0; word < Words.Length; word++)
            {
                double draw = random.NextDouble();
                values[row, word] = row == without ? 0 : word == row % 3 ? 2 + draw : draw < 0.2 ? 1 : 0;
            }
        }

        return new ContentTable(SparseMatrix.From(values), Words);
    }
}
