using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using MusicRec.NotebookRunner.Execution;

namespace MusicRec.NotebookRunner.Kernel;

/// <summary>The child process: reads one request, runs its cells, reports events through a pipe, ends.</summary>
internal static class KernelProgram
{
    /// <summary>The hidden first argument that makes nbrun a child.</summary>
    public const string Argument = "__kernel";

    public static async Task<int> RunAsync(string pipeHandle)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

        // Ctrl+C reaches the whole process group; the parent decides what it means, and ends this process.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using AnonymousPipeClientStream pipe = new(PipeDirection.Out, pipeHandle);
        KernelRequest request = ReadRequest();
        EventChannel channel = new(pipe);
        Console.SetIn(TextReader.Null);
        Console.SetOut(new StreamOutput("stdout", channel));
        Console.SetError(new StreamOutput("stderr", channel));
        Directory.SetCurrentDirectory(request.Folder);

        using NotebookSession session = new(request, channel);
        await session.RunAsync().ConfigureAwait(false);
        return 0;
    }

    private static KernelRequest ReadRequest()
    {
        Stream input = Console.OpenStandardInput();
        StreamReader reader = new(input, Encoding.UTF8);
        string line = reader.ReadLine() ?? throw new InvalidOperationException("No request came on the standard input.");
        EndWithParent(reader);
        return JsonSerializer.Deserialize(line, KernelJson.Default.KernelRequest)
            ?? throw new InvalidOperationException("The request on the standard input is empty.");
    }

    /// <summary>The parent keeps the standard input open; when it closes, the parent is gone, and so must be an endless cell.</summary>
    private static void EndWithParent(StreamReader reader)
    {
        Thread watcher = new(() =>
        {
            while (reader.Read() >= 0)
            {
            }

            using Process process = Process.GetCurrentProcess();
            process.Kill();
        })
        { IsBackground = true };
        watcher.Start();
    }
}
