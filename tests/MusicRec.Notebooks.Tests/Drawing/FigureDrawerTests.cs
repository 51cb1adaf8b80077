using MusicRec.NotebookRunner;
using MusicRec.NotebookRunner.Drawing;

namespace MusicRec.Notebooks.Tests.Drawing;

public sealed class FigureDrawerTests
{
    private const string Bars = """{"data":[{"type":"bar","x":["a","b </script>"],"y":[1,2]}],"layout":{"height":420,"title":{"text":"bars </script><b>"}},"config":{}}""";
    private static readonly DrawingTools Tools = DrawingTools.Find(Repository.Around(AppContext.BaseDirectory) is { } repository
        ? Path.Combine(repository.Root, "environment", "NotebookRunner")
        : null);

    [Fact]
    public async Task All_figures_of_a_notebook_are_drawn_in_one_start_and_broken_ones_get_a_reason()
    {
        FigureDrawer drawer = new(Tools);
        Assert.SkipWhen(drawer.WhyNot is not null, drawer.WhyNot ?? "");
        int foldersBefore = TemporaryFolders();

        IReadOnlyList<DrawnFigure> drawn = await drawer.DrawAsync(
            [
                Bars,
                "{ not JSON",
                "[1, 2]",
                """{"data":[{"type":"scatter","x":[1,2,3],"y":[3,null,1]}],"layout":{"height":300}}""",
                """{"data":[{"type":"bar","x":[1],"y":[1]}],"layout":{"shapes":5,"annotations":{"a":1},"xaxis":"none"}}""",
            ],
            TestContext.Current.CancellationToken);

        Assert.Equal(5, drawn.Count);
        CheckPicture(drawn[0], 1350, 630);
        Assert.Contains("not valid JSON", drawn[1].WhyNot, StringComparison.Ordinal);
        Assert.Contains("array named data", drawn[2].WhyNot, StringComparison.Ordinal);
        CheckPicture(drawn[3], 1350, 450);
        Assert.True(drawn[4].Png is null != drawn[4].WhyNot is null);
        Assert.Equal(foldersBefore, TemporaryFolders());
    }

    [Fact]
    public async Task A_browser_that_does_not_end_is_ended_and_said_so()
    {
        Assert.SkipWhen(Tools.PlotlyScript is null || OperatingSystem.IsWindows(), "needs plotly.js and a shell script as the browser");
        string folder = Directory.CreateTempSubdirectory("nbrun-test-").FullName;
        string browser = Path.Combine(folder, "browser");
        await File.WriteAllTextAsync(browser, "#!/bin/sh\nsleep 60\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(browser, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        FigureDrawer drawer = new(Tools with { Chromium = browser }) { StartTime = TimeSpan.FromSeconds(0.5), TimePerFigure = TimeSpan.Zero };
        DrawnFigure drawn = Assert.Single(await drawer.DrawAsync([Bars], TestContext.Current.CancellationToken));
        Assert.Contains("was ended", drawn.WhyNot, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_browser_that_fails_gives_its_last_words_as_the_reason()
    {
        Assert.SkipWhen(Tools.PlotlyScript is null, "plotly.js is not installed");
        FigureDrawer drawer = new(Tools with { Chromium = Path.Combine(AppContext.BaseDirectory, "no-such-browser") });
        DrawnFigure drawn = Assert.Single(await drawer.DrawAsync([Bars], TestContext.Current.CancellationToken));
        Assert.Contains("could not be started", drawn.WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_tools_every_figure_gets_the_reason_and_how_to_mend_it()
    {
        FigureDrawer drawer = new(new DrawingTools(null, null));
        DrawnFigure drawn = Assert.Single(await drawer.DrawAsync([Bars], TestContext.Current.CancellationToken));
        Assert.Null(drawn.Png);
        Assert.Contains("CHROMIUM_PATH", drawn.WhyNot, StringComparison.Ordinal);
        Assert.Contains("npm ci", drawn.WhyNot, StringComparison.Ordinal);
        Assert.Empty(await drawer.DrawAsync([], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_page_keeps_every_text_of_a_figure_inside_its_JSON()
    {
        Assert.Null(DrawingPage.Refuse(Bars, out System.Text.Json.Nodes.JsonObject? figure));
        string page = DrawingPage.Write(Path.GetFullPath("plotly.min.js"), [figure, null]);
        Assert.Equal(3, page.Split("</script>").Length - 1);
        Assert.Contains("bars \\u003C/script\\u003E", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_browser_left_is_read_line_by_line()
    {
        string picture = Convert.ToBase64String(PngPaletteTests.Png(2, 1, [0xFF0000, 0x00FF00]));
        DrawnFigure[] drawn = DrawingPage.Read($"<pre id=\"drawn\">nbrun-figure 0 png {picture}\nnbrun-figure 1 why no%20such%20trace\nnbrun-figure 7 png x\nnbrun-figure 2 png bm90IGEgcG5n\n</pre>", 4);
        Assert.NotNull(drawn[0].Png);
        Assert.Equal("plotly.js: no such trace", drawn[1].WhyNot);
        Assert.Contains("no PNG", drawn[2].WhyNot, StringComparison.Ordinal);
        Assert.Contains("before it had drawn", drawn[3].WhyNot, StringComparison.Ordinal);
    }

    private static void CheckPicture(DrawnFigure drawn, int width, int height)
    {
        Assert.True(drawn.Png is not null, drawn.WhyNot);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], drawn.Png[..8]);
        Assert.Equal((width, height), PngPalette.SizeOf(drawn.Png));
        Assert.InRange(drawn.Png.Length, 1_000, 60_000);
    }

    private static int TemporaryFolders() => Directory.GetDirectories(Path.GetTempPath(), "nbrun-figures-*").Length;
}
