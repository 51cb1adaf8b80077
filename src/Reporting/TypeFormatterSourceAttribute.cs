namespace MusicRec.Reporting;

/// <summary>
/// Tells .NET Interactive, and this project's own runner, who formats a class. Both find the attribute by its name,
/// so that this library needs no package of theirs. It belongs on a class or its base class, never on an interface.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = true, Inherited = true)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The environment variable that Jupyter sets for the kernels it starts.</summary>
    public const string JupyterVariable = "JPY_PARENT_PID";

    private string[]? declared;

    /// <summary>A class with a public parameterless constructor and a method CreateTypeFormatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>
    /// The MIME types to show, HTML and text when nothing else is declared. Every one needs a formatter (a missing one
    /// ends .NET Interactive in a stack overflow), and text is always among them. Under Jupyter that kernel
    /// hands Plotly's JSON over as a string that JupyterLab cannot draw, so it is left out there.
    /// </summary>
    public string[]? PreferredMimeTypes
    {
        get => Preferred(declared, Environment.GetEnvironmentVariable(JupyterVariable) is not null);
        set => declared = value;
    }

    internal static string[] Preferred(string[]? declared, bool underJupyter)
    {
        IEnumerable<string> types = declared ?? [MimeTypes.Html, MimeTypes.Text];
        return [.. types.Where(type => !(underJupyter && type == MimeTypes.Plotly)).Append(MimeTypes.Text).Distinct()];
    }
}
