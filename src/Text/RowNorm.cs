namespace MusicRec.Text;

/// <summary>To which size a document's weights are brought.</summary>
public enum RowNorm
{
    /// <summary>The weights stay as they are.</summary>
    None,

    /// <summary>They sum to 1.</summary>
    L1,

    /// <summary>Their squares sum to 1.</summary>
    L2,
}
