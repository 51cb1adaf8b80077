using System.Text.RegularExpressions;
using MusicRec.Text;

namespace MusicRec.Core.Tests.Text;

/// <summary>What CountVectorizer finds, counted as plainly as can be. For texts of letters on which .NET and Python agree.</summary>
internal sealed record PlainCounts(string[] Terms, int[] DocumentFrequencies, double[] Counts)
{
    /// <summary>The counts, or null where no term is left.</summary>
    public static PlainCounts? Of(string[] songs, NgramSettings settings)
    {
        List<string>[] found = [.. songs.Select(song => Ngrams(song, settings))];
        Dictionary<string, int> documents = found.SelectMany(terms => terms.Distinct()).CountBy(term => term).ToDictionary();
        double most = (settings.MaximumDocumentShare ?? 1) * songs.Length;
        string[] kept = [.. documents.Where(entry => entry.Value >= settings.MinimumDocuments && entry.Value <= most).Select(entry => entry.Key).Order(StringComparer.Ordinal)];
        if (kept.Length > (settings.MaximumFeatures ?? int.MaxValue))
        {
            int[] frequencies = [.. kept.Select(term => settings.Binary ? documents[term] : found.Sum(terms => terms.Count(other => other == term)))];
            kept = [.. FrequencyOrder.MostFrequent(frequencies, settings.MaximumFeatures!.Value).Select(index => kept[index])];
        }

        return kept.Length == 0 || most < settings.MinimumDocuments
            ? null
            : new PlainCounts(kept, [.. kept.Select(term => documents[term])], [.. found.SelectMany(terms => kept.Select(term => (double)Count(terms, term, settings)))]);
    }

    private static int Count(List<string> terms, string term, NgramSettings settings)
    {
        int count = terms.Count(other => other == term);
        return settings.Binary ? Math.Min(count, 1) : count;
    }

    private static List<string> Ngrams(string song, NgramSettings settings)
    {
        string[] words = [.. Regex.Matches(settings.Lowercase ? song.ToLowerInvariant() : song, @"[\p{L}\p{N}_]{2,}").Select(match => match.Value).Where(word => !settings.StopWords.Contains(word))];
        List<string> result = [];
        for (int length = settings.MinimumLength; length <= settings.MaximumLength; length++)
        {
            for (int start = 0; start + length <= words.Length; start++)
            {
                result.Add(string.Join(' ', words[start..(start + length)]));
            }
        }

        return result;
    }
}
