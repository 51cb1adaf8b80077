using System.CommandLine;
using System.Globalization;
using MusicRec.NotebookRunner.Commands;
using MusicRec.NotebookRunner.Data;

namespace MusicRec.Notebooks.Tests.Data;

public sealed class DataCommandTests : IDisposable
{
    private const string Songs = "tempo,liked\n120,1\n";
    private readonly TemporaryFolder folder = new();

    public DataCommandTests()
    {
        Directory.CreateDirectory(folder.At("data"));
        File.WriteAllText(folder.At("data/catalogue.json"), $$"""
            { "dataSets": [
              { "name": "likes", "title": "Likes", "description": "Songs liked.", "citation": "Nobody", "licence": "MIT",
                "notebooks": ["03-spotify-likes"], "rules": [], "instructions": "With an account, from somewhere.",
                "tables": [ { "name": "songs", "description": "A song.", "format": "csv", "encoding": "utf8", "quoting": true, "sampleRows": 2,
                  "columns": [ { "name": "tempo", "type": "number" }, { "name": "liked", "type": "integer" } ],
                  "variants": [ { "what": "complete", "rows": 1234, "files": [ { "path": "likes/data.csv", "bytes": {{Songs.Length}},
                    "sha256": "{{DownloaderTests.Hash(System.Text.Encoding.ASCII.GetBytes(Songs))}}" } ] } ] } ] },
              { "name": "other", "title": "Other", "description": "Open songs.", "citation": "Nobody", "licence": "CC0",
                "notebooks": [], "rules": [], "instructions": "Downloaded without an account.",
                "tables": [ { "name": "songs", "description": "A song.", "format": "csv", "encoding": "utf8", "quoting": true, "sampleRows": 2,
                  "columns": [ { "name": "tempo", "type": "number" } ],
                  "variants": [ { "what": "complete", "files": [ { "path": "other/data.csv", "download": { "url": "https://example.org/data.csv" } } ] } ] } ] }
            ] }
            """);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task List_says_what_is_there_and_how_to_get_the_rest()
    {
        (int code, string output, _) = await RunAsync("list");
        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains("data set  there  size  rows   licence  how to get it                           used by", output, StringComparison.Ordinal);
        Assert.Contains("likes     no     0 kB  1,234  MIT      by hand; nbrun data get likes says how  03-spotify-likes", output, StringComparison.Ordinal);
        Assert.Contains("other     no     ?     ?      CC0      nbrun data get other", output, StringComparison.Ordinal);
        Put("likes/data.csv", Songs);
        Assert.Contains("likes     yes", (await RunAsync("list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_passes_on_good_and_unknown_files_and_fails_on_a_differing_one()
    {
        Put("likes/data.csv", Songs);
        Put("other/data.csv", "anything");
        (int code, string output, _) = await RunAsync("verify");
        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains("1 as expected, 0 differing, 1 with no SHA-256 known", output, StringComparison.Ordinal);

        Put("likes/data.csv", Songs.Replace('1', '2'));
        (code, output, _) = await RunAsync("verify");
        Assert.Equal(ExitCodes.CheckFailed, code);
        Assert.Contains("DIFFERS", output, StringComparison.Ordinal);
        Assert.Contains("0 as expected, 1 differing", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_holds_a_file_against_its_recorded_hash()
    {
        Put("other/data.csv", "tempo\n1\n");
        HashLock.Load(folder.At("data/real")).Record("other/data.csv", 8, DownloaderTests.Hash("tempo\n1\n"u8.ToArray()));
        Assert.Equal(ExitCodes.Success, (await RunAsync("verify")).Code);
        Put("other/data.csv", "tempo\n2\n");
        Assert.Equal(ExitCodes.CheckFailed, (await RunAsync("verify")).Code);
    }

    [Fact]
    public async Task Getting_what_needs_an_account_explains_how_and_does_not_exit_0()
    {
        (int code, string output, _) = await RunAsync("get", "likes");
        Assert.Equal(DataCommand.ByHand, code);
        Assert.Contains("With an account, from somewhere.", output, StringComparison.Ordinal);
        Assert.Contains("0 complete, 0 failed, 1 to be fetched by hand.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_names_another_folder_and_how_to_read_from_it()
    {
        string other = folder.At("elsewhere");
        Directory.CreateDirectory(Path.Combine(other, "likes"));
        File.WriteAllText(Path.Combine(other, "likes", "data.csv"), Songs);
        (int code, string output, _) = await RunAsync("get", "likes", "--to", other);
        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains($"MUSICREC_DATA={other}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("get", "--all", "likes")]
    public async Task Get_wants_names_or_all(params string[] arguments)
    {
        (int code, _, string error) = await RunAsync(arguments);
        Assert.NotEqual(ExitCodes.Success, code);
        Assert.Contains("Name the data sets to fetch, or give --all", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_name_is_answered_with_the_known_ones()
    {
        (int code, _, string error) = await RunAsync("get", "lieks");
        Assert.Equal(ExitCodes.CannotRun, code);
        Assert.Contains("There is no data set 'lieks'. Known: likes, other.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_catalogue_is_named()
    {
        File.WriteAllText(folder.At("data/catalogue.json"), "{ \"dataSets\": 7 }");
        (int code, _, string error) = await RunAsync("list");
        Assert.Equal(ExitCodes.CannotRun, code);
        Assert.Contains("catalogue.json", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_made_up_sample_never_counts_as_data_that_is_there()
    {
        Directory.CreateDirectory(folder.At("data/sample/likes"));
        File.WriteAllText(folder.At("data/sample/made-up.txt"), "");
        File.WriteAllText(folder.At("data/sample/likes/data.csv"), "made up");
        (int code, string output, _) = await RunAsync("list");
        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains("Notebooks read the made-up sample", output, StringComparison.Ordinal);
        Assert.Contains("likes     no", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, (await RunAsync("verify")).Code);
    }

    [Fact]
    public async Task Getting_nothing_leaves_no_folder_that_would_pass_for_real_data()
    {
        Assert.Equal(DataCommand.ByHand, (await RunAsync("get", "likes")).Code);
        Assert.False(Directory.Exists(folder.At("data/real")));
    }

    [Fact]
    public async Task MUSICREC_DATA_names_the_folder_that_is_looked_at()
    {
        Directory.CreateDirectory(folder.At("moved/likes"));
        File.WriteAllText(folder.At("moved/likes/data.csv"), Songs);
        (int code, string output, _) = await RunWithAsync("moved", "verify");
        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains("1 as expected", output, StringComparison.Ordinal);
        (code, _, string error) = await RunWithAsync("absent", "list");
        Assert.Equal(ExitCodes.CannotRun, code);
        Assert.Contains("MUSICREC_DATA is 'absent'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_root_command_knows_data() =>
        Assert.Contains(RootCommandLine.Create().Subcommands, command => command.Name == "data");

    private void Put(string path, string text)
    {
        string full = folder.At("data/real/" + path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RunWithAsync(null, arguments);

    private async Task<(int Code, string Output, string Error)> RunWithAsync(string? variable, params string[] arguments)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture), error = new(CultureInfo.InvariantCulture);
        int code = await DataCommand.Create(() => DataFolders.In(folder.Path, variable))
            .Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
