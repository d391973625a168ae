namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>Something that composition found wrong beside the settings; registered as an instance it stops the start, told together with every other problem.</summary>
/// <param name="Sentence">What is wrong, and the way out.</param>
internal sealed record StartupProblem(string Sentence);
