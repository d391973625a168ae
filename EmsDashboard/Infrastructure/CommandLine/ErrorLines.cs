namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>Progress as lines on the error stream, where the start script shows them and standard output stays what a verb prints.</summary>
internal sealed class ErrorLines : IProgress<string>
{
    public void Report(string value) => Console.Error.WriteLine(value);
}
