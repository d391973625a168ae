using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Benchmarks;

/// <summary>A benchmark asks nobody for permission.</summary>
internal sealed class EverythingAllowed : IAccess
{
    public ValueTask<Actor?> CurrentAsync() => ValueTask.FromResult<Actor?>(Actor.System);

    public ValueTask<Actor> DemandAsync(string policy) => ValueTask.FromResult(Actor.System);
}
