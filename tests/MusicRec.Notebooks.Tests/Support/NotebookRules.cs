using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MusicRec.Notebooks.Tests.Support;

/// <summary>What a notebook must be so that every front end, GitHub and nbrun can show and run it.</summary>
internal static partial class NotebookRules
{
    private const string CoreReference = "#r \"../artifacts/core/MusicRec.Core.dll\"", StudyReference = "#r \"../../artifacts/core/MusicRec.Core.dll\"";

    private static readonly CSharpParseOptions ScriptOptions = CSharpParseOptions.Default.WithKind(SourceCodeKind.Script).WithLanguageVersion(LanguageVersion.CSharp14);

    /// <summary>What a finished text does not hold.</summary>
    public static readonly IReadOnlyList<string> MarksOfUnfinishedText = ["TODO", "TBD", "FIXME", "XXX", "lorem", "coming soon", "placeholder", "work in progress"];

    public static IReadOnlyList<string> Problems(string content) => Problems(content, isStudy: false);

    /// <summary>The same for a notebook of <c>studies/</c>, which is committed as it was written: what it brought is in its table.</summary>
    public static IReadOnlyList<string> StudyProblems(string content) => Problems(content, isStudy: true);

    /// <summary>What is wrong with a committed table of a study.</summary>
    public static IReadOnlyList<string> TableProblems(string content)
    {
        JsonNode table = JsonNode.Parse(content)!;
        List<string> problems = [];
        if (table["complete"]?.GetValueKind() != JsonValueKind.True)
        {
            problems.Add("the study did not come to its end; run it on with nbrun study");
        }

        if (table["units"] is not JsonArray { Count: > 0 })
        {
            problems.Add("it has no units");
        }

        return problems;
    }

    private static IReadOnlyList<string> Problems(string content, bool isStudy)
    {
        JsonObject notebook = JsonNode.Parse(content)!.AsObject();
        JsonObject[] cells = [.. notebook["cells"]!.AsArray().Select(cell => cell!.AsObject())];
        JsonObject[] code = [.. cells.Where(cell => Text(cell["cell_type"]) == "code")];
        return
        [
            .. FileProblems(content),
            .. HeadProblems(notebook),
            .. IdProblems(cells),
            .. code.SelectMany((cell, index) => MetadataProblems(cell)
                .Concat(CodeProblems(Source(cell), index > 0 ? null : isStudy ? StudyReference : CoreReference))
                .Concat(isStudy ? TraceProblems(cell) : OutputProblems(cell, index + 1))
                .Select(problem => $"code cell {index + 1}: {problem}")),
        ];
    }

    private static IEnumerable<string> FileProblems(string content)
    {
        if (content.StartsWith('\uFEFF') || content.Contains('\r', StringComparison.Ordinal) || !content.EndsWith("}\n", StringComparison.Ordinal))
        {
            yield return "the file must be UTF-8 without BOM, with LF line ends, and end in one";
        }

        if (System.Text.Encoding.UTF8.GetByteCount(content) > 1_500_000)
        {
            yield return "the file is larger than 1.5 MB";
        }
    }

    private static IEnumerable<string> HeadProblems(JsonObject notebook)
    {
        if (Json(notebook["nbformat"]) != "4" || Json(notebook["nbformat_minor"]) != "5")
        {
            yield return "it must be nbformat 4.5";
        }

        (string Path, string Value)[] wanted =
        [
            ("kernelspec.display_name", ".NET (C#)"),
            ("kernelspec.language", "C#"),
            ("kernelspec.name", ".net-csharp"),
            ("language_info.file_extension", ".cs"),
            ("language_info.mimetype", "text/x-csharp"),
            ("language_info.name", "polyglot-notebook"),
            ("language_info.pygments_lexer", "csharp"),
            ("polyglot_notebook.kernelInfo.defaultKernelName", "csharp"),
        ];
        foreach ((string path, string value) in wanted)
        {
            if (Text(At(notebook["metadata"], path)) != value)
            {
                yield return $"metadata.{path} must be \"{value}\"";
            }
        }
    }

    private static IEnumerable<string> IdProblems(JsonObject[] cells)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        for (int position = 0; position < cells.Length; position++)
        {
            string id = Text(cells[position]["id"]) ?? "";
            if (!CellId().IsMatch(id) || !ids.Add(id))
            {
                yield return $"the cell at position {position + 1} has the id \"{id}\": ids are unique, of 1 to 64 letters, digits, - and _";
            }
        }
    }

    private static IEnumerable<string> MetadataProblems(JsonObject cell)
    {
        if (Text(At(cell["metadata"], "dotnet_interactive.language")) != "csharp"
            || Text(At(cell["metadata"], "polyglot_notebook.kernelName")) != "csharp"
            || Text(At(cell["metadata"], "vscode.languageId")) != "polyglot-notebook")
        {
            yield return "its metadata must name csharp for dotnet_interactive and polyglot_notebook, and polyglot-notebook for vscode";
        }
    }

    private static IEnumerable<string> CodeProblems(string code, string? firstLine)
    {
        string[] lines = code.Split('\n');
        if (firstLine is not null && lines[0] != firstLine)
        {
            yield return $"the first line of code must be {firstLine}";
        }

        // Also inside a raw string: the kernel that reads cells line by line takes such a line for a directive.
        foreach (string line in lines.Skip(firstLine is null ? 0 : 1))
        {
            if (DirectiveOfKernel().IsMatch(line))
            {
                yield return $"the line \"{line}\" breaks the cell in .NET Interactive";
            }
        }

        SyntaxNode root = CSharpSyntaxTree.ParseText(code, ScriptOptions).GetRoot();
        if (root.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
        {
            yield return error.ToString();
        }

        foreach (SyntaxNode node in root.DescendantNodes())
        {
            string? problem = node switch
            {
                BaseNamespaceDeclarationSyntax => "namespaces are not allowed in cells",
                ExtensionBlockDeclarationSyntax => "extension blocks are not allowed in cells",
                ParameterSyntax parameter when parameter.Modifiers.Any(SyntaxKind.ThisKeyword) => "extension methods are not allowed in cells",
                MemberDeclarationSyntax member when member.Modifiers.Any(SyntaxKind.FileKeyword) => "file-local types are not allowed in cells",
                NullableTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.StringKeyword or (int)SyntaxKind.ObjectKeyword } }
                    when !code.Contains("#nullable enable", StringComparison.Ordinal) => "string? and object? need #nullable enable",
                _ => null,
            };
            if (problem is not null)
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> OutputProblems(JsonObject cell, int number)
    {
        if (Json(cell["execution_count"]) != $"{number}")
        {
            yield return "it was not executed in order; run the notebook with --in-place";
        }

        foreach (JsonObject output in cell["outputs"]!.AsArray().Select(output => output!.AsObject()))
        {
            if (Text(output["output_type"]) == "error" && cell["metadata"]!["tags"]?.AsArray().Any(tag => Text(tag) == "raises-exception") != true)
            {
                yield return "an error is stored";
            }

            if (output["data"] is JsonObject data && data.ContainsKey("application/vnd.plotly.v1+json"))
            {
                if (data["application/vnd.plotly.v1+json"] is not JsonObject || !data.ContainsKey("image/png") || !data.ContainsKey("text/plain") || data.Count != 3)
                {
                    yield return "a figure must hold its Plotly part as an object, a PNG and a text, and nothing else";
                }
            }

            if (MachinePath().IsMatch(output.ToJsonString()))
            {
                yield return "an output holds a path of the machine that ran it";
            }
        }
    }

    private static IEnumerable<string> TraceProblems(JsonObject cell)
    {
        if (cell["outputs"] is not JsonArray { Count: 0 } || cell["execution_count"] is not null)
        {
            yield return "a study is committed without outputs and numbers of execution";
        }
    }

    private static string Source(JsonObject cell) =>
        cell["source"] is JsonArray lines ? string.Concat(lines.Select(Text)) : Text(cell["source"]) ?? "";

    private static JsonNode? At(JsonNode? node, string path) =>
        path.Split('.').Aggregate(node, (current, name) => (current as JsonObject)?[name]);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static string? Json(JsonNode? node) => node?.ToJsonString();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex CellId();

    [GeneratedRegex("^#(r|!|i\\b)")]
    private static partial Regex DirectiveOfKernel();

    [GeneratedRegex("/(home|root|work|Users|tmp)/\\w|[A-Z]:\\\\\\\\\\w")]
    private static partial Regex MachinePath();
}
