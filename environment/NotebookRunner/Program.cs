using MusicRec.NotebookRunner.Commands;
using MusicRec.NotebookRunner.Kernel;

// The child runs one notebook; it skips the command line's machinery, which would cost each run its start.
return args is [KernelProgram.Argument, { } pipe]
    ? await KernelProgram.RunAsync(pipe)
    : await RootCommandLine.InvokeAsync(args);
