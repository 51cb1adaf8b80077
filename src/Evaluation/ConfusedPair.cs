namespace MusicRec.Evaluation;

/// <summary>Two classes and how often each was taken for the other.</summary>
/// <param name="First">The class with the smaller number.</param>
/// <param name="Second">The other class.</param>
/// <param name="FirstAsSecond">Rows of the first class that were called the second.</param>
/// <param name="SecondAsFirst">Rows of the second class that were called the first.</param>
/// <param name="FirstShare">The former as a share of all rows of the first class, 0 to 1; 0 when there is none.</param>
/// <param name="SecondShare">The latter as a share of all rows of the second class, 0 to 1; 0 when there is none.</param>
/// <param name="ShareOfErrors">Both together as a share of all rows predicted wrongly, above 0 and up to 1.</param>
public sealed record ConfusedPair(
    string First, string Second, int FirstAsSecond, int SecondAsFirst, double FirstShare, double SecondShare, double ShareOfErrors)
{
    /// <summary>Rows of either class that were called the other.</summary>
    public int Count => FirstAsSecond + SecondAsFirst;
}
