namespace EmsDashboard.Features.Quotas.Components;

/// <summary>
/// A part of the quota page that another slice brings, as the quota's alarms. Registered by that slice, so that this one need not know it.
/// </summary>
/// <param name="Component">Takes one parameter, <see cref="Parameter"/>, the quota's id.</param>
public sealed record QuotaPanel(Type Component)
{
    public const string Parameter = "QuotaId";
}
