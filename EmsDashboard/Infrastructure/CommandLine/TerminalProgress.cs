namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>How far long work is, in one line on the terminal's error stream that is written over, and gone at the end.</summary>
/// <param name="words">What the line says; empty for no line.</param>
internal sealed class TerminalProgress<T>(Func<T, string> words) : IProgress<T>, IDisposable
{
    private readonly Lock _line = new();
    private int _width;

    /// <summary>Null where nobody looks: what is redirected gets no such lines.</summary>
    public static TerminalProgress<T>? IfTerminal(Func<T, string> words) => Console.IsErrorRedirected ? null : new(words);

    public void Report(T value) => Write(words(value));

    public void Dispose() => Write("");

    private void Write(string line)
    {
        lock (_line)
        {
            Console.Error.Write("\r" + line.PadRight(_width) + (line.Length == 0 ? "\r" : ""));
            _width = line.Length;
        }
    }
}
