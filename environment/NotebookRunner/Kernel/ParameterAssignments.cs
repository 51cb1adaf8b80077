using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Scripting;
using MusicRec.NotebookRunner.Execution;

namespace MusicRec.NotebookRunner.Kernel;

/// <summary>Writes the assignments that override the defaults of a notebook's parameters cell.</summary>
internal static class ParameterAssignments
{
    private const string AllowedTypes = "bool, int, long, uint, ulong, float, double, decimal, string";

    /// <summary>Writes one assignment per parameter, each value in the type that the notebook declared.</summary>
    public static Failure? Write(IReadOnlyDictionary<string, string> parameters, ImmutableArray<ScriptVariable> variables, int cell, out string code)
    {
        StringBuilder assignments = new("// Parameters given on the command line.");
        code = "";
        foreach ((string name, string value) in parameters)
        {
            // The last declaration of a name is the one that later cells see.
            ScriptVariable? variable = variables.LastOrDefault(variable => variable.Name == name);
            if (variable is null || variable.IsReadOnly)
            {
                return Problem(cell, $"Parameter '{name}' cannot be assigned: its cell declares it as a constant.");
            }

            if (!IsSupported(variable.Type))
            {
                return Problem(cell, $"Parameter '{name}' is of type {PlainText.NameOf(variable.Type)}; a parameter may be of type {AllowedTypes}.");
            }

            if (Literal(variable.Type, value) is not { } literal)
            {
                return Problem(cell, $"Parameter '{name}' is of type {PlainText.NameOf(variable.Type)}, and '{value}' is not one.");
            }

            assignments.Append(CultureInfo.InvariantCulture, $"\n{name} = {literal};");
        }

        code = assignments.ToString();
        return null;
    }

    private static Failure Problem(int cell, string message) => new(FailureKind.Parameter, "Parameter", message) { Cell = cell };

    private static bool IsSupported(Type type) =>
        type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(uint) || type == typeof(ulong)
        || type == typeof(float) || type == typeof(double) || type == typeof(decimal) || type == typeof(string);

    private static string? Literal(Type type, string value)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        const NumberStyles Whole = NumberStyles.AllowLeadingSign;
        const NumberStyles Broken = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => SymbolDisplay.FormatLiteral(value, quote: true),
            TypeCode.Boolean => bool.TryParse(value, out bool truth) ? (truth ? "true" : "false") : null,
            TypeCode.Int32 => int.TryParse(value, Whole, culture, out int number) ? number.ToString(culture) : null,
            TypeCode.Int64 => long.TryParse(value, Whole, culture, out long number) ? number.ToString(culture) + "L" : null,
            TypeCode.UInt32 => uint.TryParse(value, Whole, culture, out uint number) ? number.ToString(culture) + "U" : null,
            TypeCode.UInt64 => ulong.TryParse(value, Whole, culture, out ulong number) ? number.ToString(culture) + "UL" : null,
            TypeCode.Single => float.TryParse(value, Broken, culture, out float number) && float.IsFinite(number) ? number.ToString("R", culture) + "f" : null,
            TypeCode.Double => double.TryParse(value, Broken, culture, out double number) && double.IsFinite(number) ? number.ToString("R", culture) + "d" : null,
            TypeCode.Decimal => decimal.TryParse(value, Broken, culture, out decimal number) ? number.ToString(culture) + "m" : null,
            _ => null,
        };
    }
}
