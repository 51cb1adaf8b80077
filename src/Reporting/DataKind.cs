namespace MusicRec.Reporting;

/// <summary>Whether what is shown was computed on real data or on the made-up sample; set by <c>MusicData.Open</c>.</summary>
internal static class DataKind
{
    /// <summary>The name under which the kind is kept in the application domain.</summary>
    public const string Key = "MusicRec.DataKind";

    /// <summary>What every figure and table made from the sample says.</summary>
    public const string SampleMark = "sample (made up)";

    /// <summary>True once the data folder in use is the made-up sample.</summary>
    public static bool IsSample => AppDomain.CurrentDomain.GetData(Key) is "sample";
}
