namespace MusicRec.Data.Sample;

/// <summary>The vocabularies that lyrics are drawn from: sixteen topics, eight of which can be a song's label.</summary>
internal static class SampleTopics
{
    /// <summary>The topics in the order of the columns of the lyrics data.</summary>
    public static readonly (string Name, string[] Words)[] All =
    [
        ("dating", Words("date phone call meet dinner flirt number tonight text wait door ring chance")),
        ("violence", Words("war fight blood kill gun knife battle soldier bullet wound scream enemy burn crush steel hammer rage slay grave skull sword march destroy venom cage")),
        ("world/life", Words("world life live people time change dream believe truth freedom future history earth child learn road choose stand reason hope build wonder century mountain river")),
        ("night/time", Words("night moon midnight dark clock hour late dawn star shadow sleep awake evening lamp silence minute yesterday tomorrow neon dusk winter")),
        ("shake the audience", Words("shake jump crowd hands clap scream stage stomp bounce louder party")),
        ("family/gospel", Words("lord mother father pray heaven glory church bless angel saviour choir")),
        ("romantic", Words("love heart kiss darling sweet forever promise rose tender hold embrace lover devotion ring valentine honey adore bride caress")),
        ("communication", Words("say tell word talk speak hear letter answer question listen voice")),
        ("obscene", Words("money hustle dirty brag street cash chain dope flex boss drunk cheat liar trash sweat hype rich bling grind sneaky rude swagger block")),
        ("music", Words("music song sing dance rhythm guitar drum melody radio band chorus bass note tune beat groove fiddle trumpet record harmony jukebox")),
        ("movement/places", Words("run train highway city town walk drive ship travel station bridge")),
        ("light/visual perceptions", Words("light shine eye colour see bright blue mirror glow golden flame")),
        ("family/spiritual", Words("soul spirit home brother sister ghost faith temple holy candle")),
        ("like/girls", Words("girl boy pretty smile dress lips hair wink crush blush")),
        ("sadness", Words("cry tear lonely sad goodbye leave lose broken pain sorrow rain miss regret alone hurt fade empty cold sigh fall ache mourn weary grief gone")),
        ("feelings", Words("feel feeling joy fear proud calm nervous thrill shiver warm mood emotion senses tremble delight numb gentle restless")),
    ];

    /// <summary>The topics that can be the label, as places in <see cref="All"/>, in the order of their share.</summary>
    public static readonly int[] Labels = [14, 1, 2, 8, 9, 3, 6, 15];

    /// <summary>Their shares among songs.</summary>
    public static readonly double[] Shares = [0.21, 0.2, 0.18, 0.15, 0.1, 0.07, 0.06, 0.04];

    /// <summary>Words that any song may hold.</summary>
    public static readonly string[] Common =
        Words("know come go want make take get let way day need think look good give keep find thing right turn try start long hard little mind baby yeah wanna gonna face place back head high low open close stop wish end line side hand");

    /// <summary>How many times likelier a topic is in songs of a genre: what the genre says about the words.</summary>
    public static double GenreFactor(int topic, string genre) => (All[topic].Name, genre) switch
    {
        ("violence", "metal") => 4.0,
        ("violence", "rock") => 1.6,
        ("obscene", "hiphop") => 5.0,
        ("obscene", "reggae") => 1.6,
        ("music", "disco") => 3.0,
        ("music", "jazz" or "reggae") => 1.8,
        ("sadness", "blues") => 2.5,
        ("sadness", "country") => 1.8,
        ("romantic", "jazz" or "pop") => 2.2,
        ("night/time", "jazz" or "classical") => 2.0,
        ("world/life", "reggae" or "classical") => 2.0,
        ("obscene", "classical" or "jazz" or "country") => 0.15,
        ("violence", "pop" or "disco" or "jazz") => 0.35,
        _ => 1.0,
    };

    private static string[] Words(string words) => words.Split(' ');
}
