using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Features.Quotas.Recomputation;

/// <summary>Recomputation for administrators. Every method throws <see cref="AccessDeniedException"/> for anyone else.</summary>
internal sealed class RecomputeDesk(RecomputeRunner runner, IAccess access)
{
    /// <summary>The recomputation under way, or the last one of this process.</summary>
    public async Task<RecomputeWork?> WorkAsync()
    {
        await access.DemandAsync(Policies.Admin);
        return runner.Work;
    }

    /// <returns>False when one is under way.</returns>
    public async Task<bool> StartAsync(RecomputeOrder order, bool isTrial) => runner.TryStart(order, isTrial, (await access.DemandAsync(Policies.Admin)).Name);

    public async Task CancelAsync()
    {
        await access.DemandAsync(Policies.Admin);
        await runner.CancelAsync();
    }

    /// <summary>Calls back after every step until the result is disposed of.</summary>
    public IDisposable Follow(Action changed) => new Following(runner, changed);

    private sealed class Following : IDisposable
    {
        private readonly RecomputeRunner _runner;
        private readonly Action _changed;

        public Following(RecomputeRunner runner, Action changed)
        {
            (_runner, _changed) = (runner, changed);
            runner.Changed += changed;
        }

        public void Dispose() => _runner.Changed -= _changed;
    }
}
