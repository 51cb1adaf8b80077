using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MusicRec.NotebookRunner.Execution;

namespace MusicRec.NotebookRunner.Kernel;

/// <summary>Sends events to the parent in the order in which they happened, whatever thread they come from.</summary>
internal sealed class EventChannel(Stream pipe)
{
    private const int LargestPendingPiece = 16 * 1024;

    private readonly Lock gate = new();
    private readonly StringBuilder pending = new();
    private string pendingStream = "stdout";
    private int cell;

    public void Send(KernelEvent message)
    {
        lock (gate)
        {
            SendPending();
            if (message.Kind == KernelEventKind.CellStarted)
            {
                cell = message.Cell;
            }

            SendNow(message);
        }
    }

    public void SendOutput(KernelEventKind kind, JsonObject data) => Send(new KernelEvent(kind) { Cell = cell, Data = data });

    /// <summary>Collects text of a stream and passes it on line by line.</summary>
    public void Write(string stream, ReadOnlySpan<char> text)
    {
        lock (gate)
        {
            if (stream != pendingStream)
            {
                SendPending();
                pendingStream = stream;
            }

            pending.Append(text);
            if (pending.Length >= LargestPendingPiece || text.Contains('\n'))
            {
                SendPending();
            }
        }
    }

    private void SendPending()
    {
        if (pending.Length > 0)
        {
            SendNow(new KernelEvent(KernelEventKind.Stream) { Cell = cell, Name = pendingStream, Text = pending.ToString() });
            pending.Clear();
        }
    }

    private void SendNow(KernelEvent message)
    {
        pipe.Write(JsonSerializer.SerializeToUtf8Bytes(message, KernelJson.Default.KernelEvent));
        pipe.WriteByte((byte)'\n');
        pipe.Flush();
    }
}

/// <summary>Console.Out and Console.Error of the cells.</summary>
internal sealed class StreamOutput(string name, EventChannel channel) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => channel.Write(name, [value]);

    public override void Write(string? value) => channel.Write(name, value);

    public override void Write(char[] buffer, int index, int count) => channel.Write(name, buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => channel.Write(name, buffer);

    public override void WriteLine(string? value) => channel.Write(name, value + "\n");
}
