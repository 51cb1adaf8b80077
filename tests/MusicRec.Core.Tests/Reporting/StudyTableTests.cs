using System.Globalization;
using MusicRec.Core.Tests.Embeddings;
using MusicRec.Data;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Reporting;

/// <summary>Tables of studies. The variables are the process's, so these tests share a collection and run one after the other.</summary>
[Collection("study variables")]
public sealed class StudyTableTests : IDisposable
{
    private static readonly string s_code = new('a', 64), s_data = Interactions.FromPairs([("ann", "air", 2)]).Hash();
    private readonly TemporaryFolder _folder = new();

    public StudyTableTests() => Set(s_code, restart: false);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MUSICREC_STUDY_CODE", null);
        Environment.SetEnvironmentVariable("MUSICREC_STUDY_RESTART", null);
        _folder.Dispose();
    }

    [Fact]
    public void A_study_that_dies_in_any_unit_goes_on_and_ends_in_the_same_bytes()
    {
        byte[] whole = Study("whole", dieIn: -1, out int units);
        Assert.Equal(5, units);
        for (int dieIn = 0; dieIn < 5; dieIn++)
        {
            string name = $"broken {dieIn}";
            Assert.Throws<TimeoutException>(() => Study(name, dieIn, out _));
            using (StudyTable half = StudyTable.Read(_folder.File(name)))
            {
                Assert.Equal((dieIn, false), (half.Rows.Count, half.IsComplete));
                Assert.Contains("NOT COMPLETE", half.ToText(), StringComparison.Ordinal);
            }

            Assert.Equal(whole, Study(name, dieIn: -1, out int done));
            Assert.Equal(5 - dieIn, done);
        }

        Assert.Equal(whole, Study("whole", dieIn: -1, out int again));
        Assert.Equal(0, again);
        Assert.Equal(6, Directory.GetFiles(Path.GetDirectoryName(_folder.File("whole"))!).Length);
    }

    [Fact]
    public void What_is_read_back_is_what_was_written()
    {
        using (StudyTable table = StudyTable.Open(_folder.File("t"), "search", s_data, "budget 3; \"quoted\" Ä"))
        {
            StudyRow row = table.Run("ALS, seed 1", row => row.Add("chosen", "factors 64\nα 40").Add("NDCG@10", 0.1 + 0.2).Add("least", double.Epsilon));
            Assert.Same(row, table.Run("ALS, seed 1", _ => Assert.Fail("It is done.")));
            table.Complete();
        }

        using StudyTable read = StudyTable.Read(_folder.File("t"));
        Assert.Equal(("search", s_code, s_data, "budget 3; \"quoted\" Ä", true), (read.Name, read.Code, read.Data, read.Settings, read.IsComplete));
        Assert.Equal((0.1 + 0.2, double.Epsilon, "factors 64\nα 40"), (read.Rows[0]["NDCG@10"], read.Rows[0]["least"], read.Rows[0].Texts["chosen"]));
        Assert.Contains("not by this notebook", read.ToHtml(), StringComparison.Ordinal);
        Assert.Contains(s_data[..12], read.ToText(), StringComparison.Ordinal);
        Assert.Contains("Known: NDCG@10, least", Assert.Throws<ArgumentException>(() => read.Rows[0]["recall"]).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => read.Run("x", _ => { }));
        Assert.Throws<InvalidOperationException>(read.Complete);
    }

    [Theory]
    [InlineData("code")]
    [InlineData("data")]
    [InlineData("settings")]
    public void What_other_code_data_or_settings_made_is_refused_or_started_anew(string changed)
    {
        _ = Study("t", dieIn: -1, out _);
        string code = changed == "code" ? new string('b', 64) : s_code, data = changed == "data" ? new string('c', 64) : s_data;
        string settings = changed == "settings" ? "five seeds" : "";
        Set(code, restart: false);
        string message = Assert.Throws<InvalidOperationException>(() => StudyTable.Open(_folder.File("t"), "study", data, settings)).Message;
        Assert.Contains($"was made by other {changed} (", message, StringComparison.Ordinal);
        Assert.Contains("5 units are not continued", message, StringComparison.Ordinal);
        using (StudyTable kept = StudyTable.Read(_folder.File("t")))
        {
            Assert.Equal(5, kept.Rows.Count);
        }

        Set(code, restart: true);
        using StudyTable table = StudyTable.Open(_folder.File("t"), "study", data, settings);
        Assert.Empty(table.Rows);
    }

    [Fact]
    public void A_table_is_made_by_nbrun_study_alone_and_by_one_run_at_a_time()
    {
        Set(null, restart: false);
        Assert.Contains("nbrun study", Assert.Throws<InvalidOperationException>(() => StudyTable.Open(_folder.File("t"), "study", s_data, "")).Message, StringComparison.Ordinal);
        Set(s_code, restart: false);
        Assert.Throws<ArgumentException>(() => StudyTable.Open(_folder.File("t"), "study", "no hash", ""));
        using StudyTable first = StudyTable.Open(_folder.File("t"), "study", s_data, "");
        Assert.Throws<IOException>(() => StudyTable.Open(_folder.File("t"), "study", s_data, ""));
    }

    [Fact]
    public void A_table_that_was_closed_or_completed_takes_no_more()
    {
        StudyTable closed = StudyTable.Open(_folder.File("t"), "study", s_data, "");
        closed.Run("a", row => row.Add("NDCG", 1));
        closed.Dispose();
        byte[] before = File.ReadAllBytes(_folder.File("t"));
        Assert.Contains("'study' has been closed", Assert.Throws<ObjectDisposedException>(() => closed.Run("b", _ => { })).Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(closed.Complete);
        Assert.Equal(before, File.ReadAllBytes(_folder.File("t")));
        Assert.Contains("NDCG", closed.ToText(), StringComparison.Ordinal);

        StudyTable completed = StudyTable.Open(_folder.File("t"), "study", s_data, "");
        Assert.Contains("inside the unit 'b'", Assert.Throws<InvalidOperationException>(() => completed.Run("b", _ => completed.Complete())).Message, StringComparison.Ordinal);
        completed.Complete();
        Assert.Contains("'study' has been completed", Assert.Throws<InvalidOperationException>(() => completed.Run("b", _ => { })).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(completed.Complete);
        completed.Dispose();
        Assert.True(StudyTable.Read(_folder.File("t")).IsComplete);
    }

    [Fact]
    public void A_table_that_another_run_has_open_is_named()
    {
        using StudyTable first = StudyTable.Open(_folder.File("t"), "study", s_data, "");
        string message = Assert.Throws<IOException>(() => StudyTable.Open(_folder.File("t"), "study", s_data, "")).Message;
        Assert.Contains(_folder.File("t"), message, StringComparison.Ordinal);
        Assert.Contains("Another run has the table", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_takes_each_name_once_and_finite_numbers_only()
    {
        using StudyTable table = StudyTable.Open(_folder.File("t"), "study", s_data, "");
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Run("a", row => row.Add("NDCG", double.NaN)));
        Assert.Throws<ArgumentException>(() => table.Run("a", row => row.Add("NDCG", 1).Add("NDCG", "text")));
        Assert.Throws<ArgumentException>(() => table.Run("a", row => row.Add("unit", 1)));
        Assert.Contains("inside the unit 'a'", Assert.Throws<InvalidOperationException>(() => table.Run("a", _ => table.Run("a", _ => { }))).Message, StringComparison.Ordinal);
        Assert.Empty(table.Rows);
    }

    [Theory]
    [InlineData("\"complete\": true", "\"complete\": 1", "")]
    [InlineData("\"unit 3\"", "\"unit 2\"", "'unit 2' stands twice")]
    [InlineData("\"code\": \"aa", "\"code\": \"AA", "hash of its code")]
    [InlineData("\"square\": 9", "\"square\": 1e999", "")]
    [InlineData("\"units\": [", "\"units\": [null,", "is null")]
    [InlineData("\"name\": \"3\"", "\"name\": null", "is null")]
    [InlineData("\"square\": 9", "\"name\": 9", "or a text as well")]
    [InlineData("\"square\": 9", "\"square\": 9, \"square\": 9", "")]
    public void A_file_that_is_no_table_is_refused(string text, string other, string reason)
    {
        string content = System.Text.Encoding.UTF8.GetString(Study("t", dieIn: -1, out _));
        Assert.Contains(text, content, StringComparison.Ordinal);
        _folder.File("t", content.Replace(text, other, StringComparison.Ordinal));
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => StudyTable.Read(_folder.File("t"))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => StudyTable.Open(_folder.File("t"), "study", s_data, ""));
    }

    [Fact]
    public void The_hash_of_interactions_knows_names_pairs_weights_and_order()
    {
        Interactions one = Interactions.FromPairs([("ann", "air", 2), ("bob", "air", 1), ("bob", "blur", 3)]);
        Interactions[] others =
        [
            Interactions.FromPairs([("ann", "air", 2), ("bob", "air", 1), ("bob", "blur", 4)]), one.Select([0, 1]),
            Interactions.FromPairs([("ann", "air", 2), ("bob", "air", 1), ("bob", "blue", 3)]), Interactions.FromPairs([("ann", "air", 2), ("bob", "blur", 1), ("bob", "air", 3)]),
            Interactions.FromSequences(["ann"], ["air", "blur"], [[0, 1]]), Interactions.FromSequences(["ann"], ["air", "blur"], [[1, 0]]),
            Interactions.FromIndices(["ann"], ["air", "blur"], [0, 0], [0, 1], [1, 1]), Interactions.FromIndices(["ann"], ["air", "blur"], [0], [0], [1]),
            Interactions.FromIndices(["ann"], ["air", "blur"], [0], [1], [1]),
        ];
        Assert.Equal(one.Hash(), one.Select([2, 0, 1]).Hash());
        Assert.Equal(others.Length + 1, others.Append(one).Select(data => data.Hash()).Distinct().Count());
    }

    private static void Set(string? code, bool restart)
    {
        Environment.SetEnvironmentVariable("MUSICREC_STUDY_CODE", code);
        Environment.SetEnvironmentVariable("MUSICREC_STUDY_RESTART", restart ? "1" : "0");
    }

    private byte[] Study(string name, int dieIn, out int done)
    {
        int units = 0;
        using (StudyTable table = StudyTable.Open(_folder.File(name), "study", s_data, ""))
        {
            for (int unit = 0; unit < 5; unit++)
            {
                table.Run($"unit {unit}", row =>
                {
                    row.Add("square", unit * unit).Add("root", Math.Sqrt(unit)).Add("name", unit.ToString(CultureInfo.InvariantCulture));
                    if (unit == dieIn)
                    {
                        throw new TimeoutException();
                    }

                    units++;
                });
            }

            table.Complete();
        }

        done = units;
        return File.ReadAllBytes(_folder.File(name));
    }
}
