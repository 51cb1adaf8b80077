namespace MusicRec.Text;

/// <summary>
/// All n-grams of one length in a corpus, ascending. What begins with the n-gram in slot p of the next shorter length
/// stands from slot Starts[p] on, ascending by its last word; slots up to Starts[p + 1] that are not needed have frequency 0.
/// </summary>
/// <param name="Starts">Where the n-grams behind each slot of the shorter length start, and the end, [slots of the shorter length + 1].</param>
/// <param name="LastWords">The last word of the n-gram in each slot.</param>
/// <param name="Frequencies">How often it occurs in all documents together.</param>
/// <param name="Documents">In how many documents it occurs.</param>
internal sealed record NgramLevel(int[] Starts, int[] LastWords, int[] Frequencies, int[] Documents);
