namespace MusicRec.Data;

/// <summary>Rows to learn from and rows to judge on, as row numbers counted from 0; no row stands on both sides.</summary>
/// <param name="Train">Rows to learn from, ascending.</param>
/// <param name="Test">Rows to judge on, ascending.</param>
public sealed record Split(int[] Train, int[] Test);
