using System.Text.Json.Nodes;
using MusicRec.NotebookRunner.Drawing;
using MusicRec.NotebookRunner.Notebooks;

namespace MusicRec.NotebookRunner.Execution;

/// <summary>Adds a PNG to every figure: it is what readers on GitHub see.</summary>
internal sealed class FigurePictures(Repository? repository)
{
    private readonly FigureDrawer drawer = new(DrawingTools.Find(repository?.Runner));
    private readonly HashSet<string> told = new(StringComparer.Ordinal);

    public async Task AddAsync(NotebookRun run, CancellationToken cancellation)
    {
        JsonObject[] figures = [.. NotebookOutputs.Figures(run.Outputs.Values).Where(bundle => !bundle.ContainsKey(NotebookOutputs.Png))];
        IReadOnlyList<DrawnFigure> drawn = await drawer.DrawAsync([.. figures.Select(figure => figure[NotebookOutputs.Plotly]!.ToJsonString())], cancellation).ConfigureAwait(false);
        Dictionary<string, string> stored = drawn.All(picture => picture.Png is not null) ? [] : StoredPictures(run.Notebook);
        int missing = 0;
        for (int index = 0; index < figures.Length; index++)
        {
            string? picture = drawn[index].Png is { } png ? Convert.ToBase64String(png)
                : stored.GetValueOrDefault(figures[index][NotebookOutputs.Plotly]!.ToJsonString());
            if (picture is not null)
            {
                // Mime types stand in order, so that a picture that comes later changes one line only.
                JsonObject bundle = NotebookOutputs.Bundle(figures[index]);
                bundle[NotebookOutputs.Png] = picture;
                NotebookOutputs.Replace(figures[index], NotebookOutputs.Bundle(bundle));
            }
            else
            {
                missing++;
                Tell(drawn[index].WhyNot ?? "no reason was given");
            }
        }

        if (missing > 0)
        {
            Terminal.Quiet($"  {missing} of {figures.Length} figures have no picture; front ends that draw Plotly show them, GitHub does not.");
        }
    }

    /// <summary>Pictures of the notebook on disk whose figure has not changed: good enough where none can be drawn.</summary>
    private static Dictionary<string, string> StoredPictures(Notebook notebook)
    {
        Dictionary<string, string> pictures = new(StringComparer.Ordinal);
        foreach (JsonObject bundle in NotebookOutputs.Figures(notebook.Cells.Select(notebook.StoredOutputs)))
        {
            if (NotebookCells.SourceOf(bundle[NotebookOutputs.Png]) is { } picture)
            {
                pictures[bundle[NotebookOutputs.Plotly]!.ToJsonString()] = picture;
            }
        }

        return pictures;
    }

    /// <summary>The same reason is told once, however many figures and notebooks it concerns.</summary>
    private void Tell(string reason)
    {
        if (told.Add(reason))
        {
            Terminal.Error($"  A figure could not be drawn as a picture: {reason}");
        }
    }
}
