using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>What a model says of a split's test rows.</summary>
/// <param name="Probabilities">The probability of each genre or artist, [test rows, classes].</param>
/// <param name="History">How training went; null for models without epochs.</param>
public sealed record TrackAnswer(Matrix Probabilities, History? History = null);
