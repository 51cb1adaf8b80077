using MusicRec.NotebookRunner.Kernel;

// The kernel that these notebooks were written for has its extension in this namespace, so every cell sees it.
namespace System;

/// <summary><c>x.Display()</c> in a cell.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows a value below the cell, in the mime types named or in those that the value prefers.</summary>
    public static void Display<T>(this T value, params string[] mimeTypes) => NotebookSession.Show(value, mimeTypes);

    /// <summary>Shows a text as content of the mime type named.</summary>
    public static void DisplayAs(this string value, string mimeType) => NotebookSession.ShowAs(value, mimeType);
}

/// <summary><c>display(x)</c> in a cell: imported as <c>using static</c>.</summary>
public static class NotebookDisplay
{
    /// <summary>Shows a value below the cell, in the mime types named or in those that the value prefers.</summary>
#pragma warning disable IDE1006, CA1707 // The lower-case name is the kernel's own.
    public static void display(object? value, params string[] mimeTypes) => NotebookSession.Show(value, mimeTypes);
#pragma warning restore IDE1006, CA1707
}
