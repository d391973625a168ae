using System.CommandLine;

namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>A verb of the command line. Each slice brings its own.</summary>
internal interface IVerb
{
    /// <summary>The command with its options and its action; the action opens the application through <paramref name="host"/>.</summary>
    Command Build(EmsHost host);
}
