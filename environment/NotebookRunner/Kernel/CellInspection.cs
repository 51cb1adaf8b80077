using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MusicRec.NotebookRunner.Execution;

namespace MusicRec.NotebookRunner.Kernel;

/// <summary>Looks at all cells before the first one runs: what is wrong by its text alone need not cost minutes.</summary>
internal static class CellInspection
{
    private const int MostErrorsShown = 10;

    public static Failure? FindProblem(KernelRequest request)
    {
        HashSet<string> declared = [];
        foreach (CellRequest cell in request.Cells)
        {
            if (FindDirective(cell) is { } directive)
            {
                return directive;
            }

            SyntaxTree tree = CSharpSyntaxTree.ParseText(cell.Code, CellCompiler.ParseOptions, CellCompiler.FileName(cell.Number));
            CompilationUnitSyntax unit = tree.GetCompilationUnitRoot();
            Diagnostic[] errors = [.. tree.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
            if (errors.Length > 0)
            {
                return CompileFailure(cell.Number, errors);
            }

            if (FindMissingReference(cell, unit, request.Folder) is { } missing)
            {
                return missing;
            }

            if (cell.HoldsParameters)
            {
                declared.UnionWith(DeclaredVariables(unit));
            }
        }

        return FindUnknownParameter(request, declared);
    }

    public static Failure CompileFailure(int cell, IReadOnlyCollection<Diagnostic> errors)
    {
        IEnumerable<string> lines = errors.Take(MostErrorsShown).Select(error =>
        {
            FileLinePositionSpan span = error.Location.GetLineSpan();
            return $"line {span.StartLinePosition.Line + 1}, column {span.StartLinePosition.Character + 1}: {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}";
        });
        string more = errors.Count > MostErrorsShown ? $"\n… and {errors.Count - MostErrorsShown} more" : "";
        return new Failure(FailureKind.CompileError, "Compile error", string.Join('\n', lines) + more)
        {
            Cell = cell,
            Line = errors.First().Location.GetLineSpan().StartLinePosition.Line + 1,
        };
    }

    private static Failure? FindDirective(CellRequest cell)
    {
        string[] lines = cell.Code.Split('\n');
        for (int line = 0; line < lines.Length; line++)
        {
            string text = lines[line].TrimEnd();
            string? why = text switch
            {
                _ when text.StartsWith("#!", StringComparison.Ordinal) =>
                    "magic commands (#!…) are not C# and run in no headless runner; write C#, and put what is reused into the library",
                _ when text.StartsWith("#i ", StringComparison.Ordinal) || text.StartsWith("#i\"", StringComparison.Ordinal) =>
                    "#i names a package source; the notebooks use no packages, only the published library",
                _ when text.StartsWith("#r", StringComparison.Ordinal) && text.Contains("nuget:", StringComparison.OrdinalIgnoreCase) =>
                    "#r \"nuget: …\" is not supported: it needs a network and times out; add the package to the library and name its DLL with #r \"../artifacts/core/….dll\"",
                _ => null,
            };
            if (why is not null)
            {
                return new Failure(FailureKind.UnsupportedDirective, "Unsupported directive", $"{text.Trim()}: {why}.") { Cell = cell.Number, Line = line + 1 };
            }
        }

        return null;
    }

    private static Failure? FindMissingReference(CellRequest cell, CompilationUnitSyntax unit, string folder)
    {
        foreach (ReferenceDirectiveTriviaSyntax directive in unit.GetReferenceDirectives())
        {
            string path = directive.File.ValueText;
            bool isPath = path.Contains('/', StringComparison.Ordinal) || path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
            if (isPath && !File.Exists(Path.Combine(folder, path)))
            {
                string remedy = Path.GetFileName(path) == "MusicRec.Core.dll"
                    ? FindCore(folder) is { } core
                        ? $"The library is there, under another path: #r \"{core}\""
                        : "The library has not been built. Type this in the repository's root, then run again:\n    dotnet build MusicRec.Core.csproj"
                    : "Paths are relative to the notebook's folder. Correct the path, or build what should be there.";
                return new Failure(FailureKind.MissingReference, "Missing file", $"#r \"{path}\" names a file that is not there. {remedy}")
                {
                    Cell = cell.Number,
                    Line = directive.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
                };
            }
        }

        return null;
    }

    private static string? FindCore(string folder)
    {
        for (DirectoryInfo? parent = new(folder); parent is not null; parent = parent.Parent)
        {
            string core = Path.Combine(parent.FullName, "artifacts", "core", "MusicRec.Core.dll");
            if (File.Exists(core))
            {
                return Path.GetRelativePath(folder, core).Replace('\\', '/');
            }
        }

        return null;
    }

    private static Failure? FindUnknownParameter(KernelRequest request, HashSet<string> declared)
    {
        string[] unknown = [.. request.Parameters.Keys.Where(name => !declared.Contains(name)).Order(StringComparer.Ordinal)];
        if (unknown.Length == 0)
        {
            return null;
        }

        string known = request.Cells.Any(cell => cell.HoldsParameters)
            ? $"Known: {string.Join(", ", declared.Order(StringComparer.Ordinal))}."
            : "This notebook takes no parameters: it has no code cell tagged 'parameters'.";
        return new Failure(FailureKind.Parameter, "Parameter", $"Unknown parameter {string.Join(", ", unknown.Select(name => $"'{name}'"))}. {known}");
    }

    private static IEnumerable<string> DeclaredVariables(CompilationUnitSyntax unit) =>
        unit.Members.SelectMany(member => member switch
        {
            FieldDeclarationSyntax field => field.Declaration.Variables,
            GlobalStatementSyntax { Statement: LocalDeclarationStatementSyntax local } => local.Declaration.Variables,
            _ => [],
        }).Select(variable => variable.Identifier.ValueText);
}
