namespace MusicRec.NotebookRunner.Notebooks;

/// <summary>A file that is no notebook of this project; the message says what is wrong and what is allowed.</summary>
internal sealed class NotebookException(string message, Exception? inner = null) : Exception(message, inner);
