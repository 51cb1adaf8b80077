using System.Text.Json;
using MusicRec.Data;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

/// <summary>PyTorch's networks are trained on the very rows that ours are: notebooks/expected/torch-lyrics.</summary>
public sealed class LyricsPeerTests
{
    private static readonly string _path = RepositoryFolder.Path("notebooks/expected/torch-lyrics/splits.json");

    [Fact]
    public void The_splits_in_the_file_are_those_of_the_real_data()
    {
        LyricsCorpus corpus = LyricsCorpus.From(MusicData.Open(RealData.FolderOrSkip()));
        Split[] splits = LyricsSplits.PaperSplits(corpus);
        if (Environment.GetEnvironmentVariable("MUSICREC_APPROVE") == "1")
        {
            string tests = string.Join(",\n", splits.Select(split => $"[{string.Join(',', split.Test)}]"));
            File.WriteAllText(_path, $$"""{"seeds": [{{string.Join(", ", LyricsSplits.Seeds)}}], "test": [{{"\n"}}{{tests}}]}{{"\n"}}""");
        }

        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(_path));
        Assert.Equal(LyricsSplits.Seeds, written.RootElement.GetProperty("seeds").Deserialize<ulong[]>());
        Assert.Equal(splits.Select(split => split.Test), written.RootElement.GetProperty("test").Deserialize<int[][]>());
    }
}
