namespace MusicRec.Text;

/// <summary>The kinds of words that WordNet knows.</summary>
public enum PartOfSpeech
{
    /// <summary>A noun; what NLTK takes a word for when nothing is said.</summary>
    Noun,

    /// <summary>A verb.</summary>
    Verb,

    /// <summary>An adjective.</summary>
    Adjective,

    /// <summary>An adverb; WordNet has no endings for these, only a few exceptions.</summary>
    Adverb,
}
