namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>Something failed while a document was being written to standard output: what stands there is not whole.</summary>
internal sealed class BrokenOffException(Exception cause) : Exception(cause.Message, cause);
