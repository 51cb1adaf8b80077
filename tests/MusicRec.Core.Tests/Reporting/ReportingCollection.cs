using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Reporting;

/// <summary>Tests that look at what the whole process shares (the data kind, the recorded metrics) run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ReportingCollection
{
    public const string Name = "Reporting";

    /// <summary>Runs <paramref name="action"/> as if the data folder were of this kind, and puts the kind back.</summary>
    public static T WithDataKind<T>(string? kind, Func<T> action)
    {
        object? before = AppDomain.CurrentDomain.GetData(DataKind.Key);
        AppDomain.CurrentDomain.SetData(DataKind.Key, kind);
        try
        {
            return action();
        }
        finally
        {
            AppDomain.CurrentDomain.SetData(DataKind.Key, before);
        }
    }
}
