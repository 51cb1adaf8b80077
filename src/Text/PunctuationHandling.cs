namespace MusicRec.Text;

/// <summary>What happens to punctuation marks and symbols.</summary>
public enum PunctuationHandling
{
    /// <summary>They stay where they are.</summary>
    Keep,

    /// <summary>
    /// They are deleted wherever they stand, as in the paper's code: <c>don't</c> becomes <c>dont</c>, which no stop list
    /// knows, and <c>uh-oh</c> becomes <c>uhoh</c>.
    /// </summary>
    Delete,

    /// <summary>
    /// They end a word, except for an apostrophe between letters, which stays: <c>don't</c> is still a stop word, and
    /// <c>uh-oh</c> becomes two words. A comma between digits is deleted.
    /// </summary>
    Separate,
}
