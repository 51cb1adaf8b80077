namespace MusicRec.NotebookRunner.Kernel;

/// <summary>
/// What every cell finds already declared: <c>x.Display()</c> and <c>display(x)</c>. It is script code that calls back
/// through the application domain, so that cells need no reference to this program, whose types could
/// stand in the way of the library's.
/// </summary>
internal static class DisplayPrelude
{
    public const string FileName = "prelude";

    public const string Code = $$"""
        static void Display<T>(this T value, params string[] mimeTypes) =>
            ((Action<object, string[]>)AppDomain.CurrentDomain.GetData("{{ShowKey}}"))(value, mimeTypes);
        static void DisplayAs(this string value, string mimeType) =>
            ((Action<string, string>)AppDomain.CurrentDomain.GetData("{{ShowAsKey}}"))(value, mimeType);
        static void display(object value, params string[] mimeTypes) => value.Display(mimeTypes);
        """;

    private const string ShowKey = "MusicRec.NotebookRunner.Show";
    private const string ShowAsKey = "MusicRec.NotebookRunner.ShowAs";

    /// <summary>Connects the prelude to what shows a value in the mime types named, and a text as the mime type named.</summary>
    public static void Connect(Action<object?, string[]> show, Action<string, string> showAs)
    {
        AppDomain.CurrentDomain.SetData(ShowKey, show);
        AppDomain.CurrentDomain.SetData(ShowAsKey, showAs);
    }
}
