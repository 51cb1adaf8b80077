using MusicRec.NotebookRunner.Commands;

return await RootCommandLine.InvokeAsync(args);
