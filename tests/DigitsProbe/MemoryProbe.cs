using System.Diagnostics;
using System.Globalization;
using MusicRec.Neural;

namespace MusicRec.DigitsProbe;

/// <summary>Reads every file of a folder as a model and prints what became of it, and last by how much memory rose at most.</summary>
internal static class MemoryProbe
{
    public static void Run(string folder)
    {
        // Everything that is loaded and compiled once is there before memory is looked at.
        string warm = Path.GetTempFileName();
        ModelFile.Save(warm, new Linear(3, 2, new Numerics.RandomStream(1)));
        _ = Read(warm);
        File.WriteAllBytes(warm, [1]);
        _ = Read(warm);
        File.Delete(warm);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using Process own = Process.GetCurrentProcess();
        long before = own.WorkingSet64;
        foreach (string path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            Console.WriteLine($"{Path.GetFileName(path)} {Read(path)}");

            // What earlier files left behind shall not count.
            GC.Collect();
        }

        own.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rise {own.PeakWorkingSet64 - before}"));
    }

    private static string Read(string path)
    {
        try
        {
            StateDictionary state = ModelFile.Read(path, out _);
            GC.KeepAlive(state);
            return "loaded";
        }
        catch (ModelFileException)
        {
            return "refused";
        }
    }
}
