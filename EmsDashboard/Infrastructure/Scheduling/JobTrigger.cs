using Hangfire.Client;
using Hangfire.Server;

namespace EmsDashboard.Infrastructure.Scheduling;

/// <summary>Why a job runs: the schedule, or a person who pressed a button.</summary>
/// <param name="Person">Name of the signed-in person; null when the schedule did it.</param>
public readonly record struct JobTrigger(string? Person)
{
    private const string Parameter = "TriggeredBy";

    public bool IsManual => Person is not null;

    /// <summary>Reads what <see cref="Recorder"/> left when the job was created.</summary>
    public static JobTrigger Of(PerformContext? context) => new(context?.GetJobParameter<string?>(Parameter));

    /// <summary>
    /// The scheduler creates jobs outside of any request; whatever is created inside one was triggered by the person who made it.
    /// </summary>
    internal sealed class Recorder(IHttpContextAccessor requests) : IClientFilter
    {
        public void OnCreating(CreatingContext context)
        {
            if (requests.HttpContext?.User.Identity is { IsAuthenticated: true, Name: { } name }) context.SetJobParameter(Parameter, name);
        }

        public void OnCreated(CreatedContext context)
        {
        }
    }
}
