using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace MusicRec.NotebookRunner.Kernel;

/// <summary>Compiles and runs cells one after another; each sees what the earlier ones declared.</summary>
internal sealed class CellCompiler : IDisposable
{
    public static readonly CSharpParseOptions ParseOptions =
        CSharpParseOptions.Default.WithKind(SourceCodeKind.Script).WithLanguageVersion(LanguageVersion.CSharp14);

    private readonly InteractiveAssemblyLoader loader = new();
    private readonly ScriptOptions options;
    private ScriptState<object>? state;

    public CellCompiler(string folder)
    {
        options = ScriptOptions.Default
            .WithLanguageVersion(LanguageVersion.CSharp14)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8)
            .WithMetadataResolver(new CachingReferenceResolver(folder))
            .WithReferences(FrameworkReferences())
            .WithImports(
                "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq");
    }

    /// <summary>The variables that the cells so far have declared.</summary>
    public ImmutableArray<ScriptVariable> Variables => state?.Variables ?? [];

    /// <summary>The name under which a cell stands in stack traces.</summary>
    public static string FileName(int cell) => $"cell[{cell}]";

    /// <summary>Runs one cell. A compile error comes back as diagnostics, an exception inside the cell as such.</summary>
    public async Task<CellOutcome> RunAsync(string code, string fileName)
    {
        ScriptOptions cellOptions = options.WithFilePath(fileName);
        Script<object> script = state is null
            ? CSharpScript.Create<object>(code, cellOptions, globalsType: null, loader)
            : state.Script.ContinueWith<object>(code, cellOptions);
        ImmutableArray<Diagnostic> errors = [.. script.Compile().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0)
        {
            return new CellOutcome { CompileErrors = errors };
        }

        state = state is null
            ? await script.RunAsync(globals: null, catchException: _ => true).ConfigureAwait(false)
            : await script.RunFromAsync(state, catchException: _ => true).ConfigureAwait(false);
        return new CellOutcome
        {
            Exception = state.Exception,
            Value = state.ReturnValue,
            HasValue = state.Exception is null && (state.ReturnValue is not null || EndsInNullValue(script)),
        };
    }

    public void Dispose() => loader.Dispose();

    /// <summary>A trailing expression whose value is null is shown; a trailing call that returns nothing is not.</summary>
    private static bool EndsInNullValue(Script script)
    {
        Compilation compilation = script.GetCompilation();
        SyntaxTree tree = compilation.SyntaxTrees.Last();
        return tree.GetRoot() is CompilationUnitSyntax unit
            && unit.Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax statement }
            && statement.SemicolonToken.IsMissing
            && compilation.GetSemanticModel(tree).GetTypeInfo(statement.Expression).Type is { SpecialType: not SpecialType.System_Void };
    }

    /// <summary>The whole shared framework, so that a cell may use any of it after a using directive.</summary>
    private static IEnumerable<MetadataReference> FrameworkReferences()
    {
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        return trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(path => Path.GetDirectoryName(path) == folder)
            .Order(StringComparer.Ordinal)
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}

/// <summary>What came of one cell.</summary>
internal sealed record CellOutcome
{
    public ImmutableArray<Diagnostic> CompileErrors { get; init; } = [];

    public Exception? Exception { get; init; }

    public object? Value { get; init; }

    public bool HasValue { get; init; }

    /// <summary>For code of this program's own, which has no reason to fail.</summary>
    public void ThrowIfFailed()
    {
        if (CompileErrors.Length > 0 || Exception is not null)
        {
            throw new InvalidOperationException($"The runner's own code failed: {string.Join('\n', CompileErrors)}", Exception);
        }
    }
}
