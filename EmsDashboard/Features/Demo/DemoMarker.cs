using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Demo;

/// <summary>What the database holds, as far as making a demo estate goes.</summary>
internal enum DemoState
{
    Empty,

    /// <summary>Begun and not finished: the process ended in between. Going on is safe, each step stores the same again.</summary>
    Begun,
    Made,

    /// <summary>Somebody's own catalogue, quotas or people.</summary>
    OtherData,
}

/// <summary>Reads and writes how far the demo estate is. The marks are lines of the audit log, which nobody can take back.</summary>
internal static class DemoMarker
{
    private const string Begun = "demo.begun", Made = "demo.made", Subject = "demo estate";

    public static async Task<DemoState> ReadAsync(EmsDbContext context, CancellationToken cancellationToken)
    {
        var marks = await context.Set<AuditEntry>().Where(a => a.Action == Begun || a.Action == Made).Select(a => a.Action).ToListAsync(cancellationToken);
        if (marks.Contains(Made)) return DemoState.Made;
        if (marks.Contains(Begun)) return DemoState.Begun;
        var isEmpty = await context.Database.SqlQuery<bool>(
            $"SELECT NOT (EXISTS (SELECT FROM ems.device_group) OR EXISTS (SELECT FROM ems.device) OR EXISTS (SELECT FROM ems.quota) OR EXISTS (SELECT FROM ems.app_user)) AS \"Value\"")
            .SingleAsync(cancellationToken);
        return isEmpty ? DemoState.Empty : DemoState.OtherData;
    }

    public static Task WriteBegunAsync(EmsDbContext context, DateTimeOffset at, CancellationToken cancellationToken) => WriteAsync(context, Begun, at, cancellationToken);

    public static Task WriteMadeAsync(EmsDbContext context, DateTimeOffset at, CancellationToken cancellationToken) => WriteAsync(context, Made, at, cancellationToken);

    private static async Task WriteAsync(EmsDbContext context, string action, DateTimeOffset at, CancellationToken cancellationToken)
    {
        context.Add(new AuditEntry { At = at, Actor = Actor.CommandLine.Name, Action = action, Subject = Subject });
        await context.SaveChangesAsync(cancellationToken);
    }
}
