using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MusicRec.NotebookRunner.Execution;

namespace MusicRec.NotebookRunner.Commands;

/// <summary>What <c>run</c>, <c>check</c> and <c>study</c> have in common on the command line.</summary>
/// <param name="longestTime">The time of a notebook that is given none; ten minutes where this is not said either.</param>
internal sealed class ExecutionOptions(TimeSpan? longestTime = null)
{
    private readonly Argument<string> path = new("path") { Description = "A notebook (.ipynb), or a folder whose notebooks are run one after another." };

    private readonly Option<string?> outputFolder = new("--out")
    {
        Description = "The folder for the executed notebooks. Default: artifacts/notebooks in the repository.",
        HelpName = "folder",
    };

    private readonly Option<Dictionary<string, string>> parameters = new("--parameter", "-p")
    {
        Description = "Overrides a variable of the cell tagged 'parameters', as in -p seed=7. May be given several times.",
        HelpName = "name=value",
        CustomParser = ParseParameters,
        DefaultValueFactory = _ => [],
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<TimeSpan> timeout = new("--timeout")
    {
        Description = "The longest time for the cells of one notebook, as 90s, 10m or 2h.",
        HelpName = "time",
        CustomParser = ParseTimeout,
        DefaultValueFactory = _ => longestTime ?? TimeSpan.FromSeconds(600),
    };

    private readonly Option<bool> noBuild = new("--no-build") { Description = "Do not publish MusicRec.Core first." };

    private Option<bool>? inPlace;

    public void AddTo(Command command)
    {
        command.Arguments.Add(path);
        command.Options.Add(outputFolder);
        command.Options.Add(parameters);
        command.Options.Add(timeout);
        command.Options.Add(noBuild);
    }

    /// <summary>Adds <c>--in-place</c>, which goes with neither <c>--out</c> nor other parameters than the notebook's own.</summary>
    public void AddInPlaceTo(Command command)
    {
        inPlace = new Option<bool>("--in-place") { Description = "Write the outputs into the notebook itself." };
        command.Options.Add(inPlace);
        command.Validators.Add(result =>
        {
            if (result.GetValue(inPlace) && result.GetResult(outputFolder) is { Implicit: false })
            {
                result.AddError("--in-place and --out exclude each other.");
            }
        });
        RefuseParametersWith(inPlace, command, "would store what other parameters than the notebook's own brought. Use --out with -p.");
    }

    /// <summary>Refuses <c>-p</c> beside an option that is about the notebook with its own parameters.</summary>
    public void RefuseParametersWith(Option<bool> option, Command command, string why) => command.Validators.Add(result =>
    {
        if (result.GetValue(option) && result.GetResult(parameters) is { Implicit: false })
        {
            result.AddError($"{option.Name} {why}");
        }
    });

    public ExecutionSettings Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(path),
        parsed.GetValue(outputFolder),
        inPlace is not null && parsed.GetValue(inPlace),
        parsed.GetRequiredValue(parameters),
        parsed.GetValue(timeout),
        Build: !parsed.GetValue(noBuild));

    private static Dictionary<string, string> ParseParameters(ArgumentResult result)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (Token token in result.Tokens)
        {
            int equals = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                result.AddError($"'{token.Value}' is not a parameter: write name=value, as in -p seed=7.");
            }
            else if (!values.TryAdd(token.Value[..equals].Trim(), token.Value[(equals + 1)..]))
            {
                result.AddError($"Parameter '{token.Value[..equals]}' is given twice.");
            }
        }

        return values;
    }

    private static TimeSpan ParseTimeout(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        (double unit, string number) = text switch
        {
            _ when text.EndsWith('h') => (3600.0, text[..^1]),
            _ when text.EndsWith('m') => (60.0, text[..^1]),
            _ when text.EndsWith('s') => (1.0, text[..^1]),
            _ => (1.0, text),
        };
        const double LongestSeconds = 7 * 24 * 3600;
        if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value * unit is > 0 and <= LongestSeconds)
        {
            return TimeSpan.FromSeconds(value * unit);
        }

        result.AddError($"'{text}' is not a time: write 90s, 10m or 2h, at most a week.");
        return TimeSpan.Zero;
    }
}
