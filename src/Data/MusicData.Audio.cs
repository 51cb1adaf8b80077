using MusicRec.Data.Sample;

namespace MusicRec.Data;

/// <summary>The audio clips.</summary>
public sealed partial class MusicData
{
    /// <summary>The audio clips, by genre and name. Those of the sample are synthesised on first use.</summary>
    /// <exception cref="MissingDataSetException">The folder does not hold any.</exception>
    /// <exception cref="IOException">The sample's clips cannot be written.</exception>
    public IReadOnlyList<AudioClip> AudioClips()
    {
        CatalogueEntry entry = Catalogue["gtzan-mini"];
        if (IsSample)
        {
            SampleWorld.WriteClips(Folder);
        }

        List<AudioClip> clips = [];
        foreach (string genre in SampleStyle.Genres)
        {
            string folder = Path.Combine(Folder, entry.Name, genre);
            if (Directory.Exists(folder))
            {
                foreach (string path in Directory.GetFiles(folder, "*.wav").Order(StringComparer.Ordinal))
                {
                    clips.Add(new AudioClip(path, genre, Path.GetFileNameWithoutExtension(path)));
                }
            }
        }

        return clips.Count > 0 ? clips : throw new MissingDataSetException(entry, Folder, $"{entry.Name}/<genre>/<genre>.<number>.wav", IsSample);
    }
}
