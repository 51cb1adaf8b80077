namespace MusicRec.Reporting;

/// <summary>
/// The environment variables by which <c>nbrun study</c> speaks to the study that it runs; the runner, which never references this
/// library, compiles this file as well.
/// </summary>
internal static class StudyEnvironment
{
    /// <summary>The hash of the library's sources and of the study's code cells, 64 small hexadecimal digits.</summary>
    public const string CodeVariable = "MUSICREC_STUDY_CODE";

    /// <summary>"1" when a table that other code, data or settings made is to be started anew.</summary>
    public const string RestartVariable = "MUSICREC_STUDY_RESTART";
}
