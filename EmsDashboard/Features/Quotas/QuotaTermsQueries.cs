using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Quotas;

/// <summary>What the list of quotas in the administration is narrowed to. Null or empty means all.</summary>
/// <param name="Active">Only active, or only inactive ones.</param>
/// <param name="Search">Part of the quota's name or code, whatever the case.</param>
public sealed record QuotaTermsFilter(string? Search = null, string? EnergyType = null, bool? Active = null)
{
    public bool IsNarrowed => !string.IsNullOrWhiteSpace(Search) || !string.IsNullOrEmpty(EnergyType) || Active is not null;
}

/// <summary>A quota's terms as its editor loads them.</summary>
public sealed record QuotaTerms
{
    public required int Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required QuotaScope Scope { get; init; }
    public required string? TargetCode { get; init; }

    /// <summary>Name of the device or group; null for a whole energy type and for a target that is gone.</summary>
    public required string? TargetName { get; init; }
    public required bool TargetIsGone { get; init; }
    public required string EnergyType { get; init; }
    public required string TimeZone { get; init; }

    /// <summary>Code of the quota that it is a part of; null at the top.</summary>
    public required string? ParentCode { get; init; }

    /// <summary>The version made last, be it in force already or not.</summary>
    public required QuotaVersion Latest { get; init; }

    /// <summary>Chosen by hand; null for the better one of the past.</summary>
    public required ForecastMethod? ForecastMethod { get; init; }
    public required bool IsActive { get; init; }
    public required string? Note { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required int Version { get; init; }

    /// <summary>The lowest warning and the lowest critical threshold on actual usage, as shares of the quota.</summary>
    public (decimal WarningPct, decimal AlertPct) Marks => Latest.ToTerms() is var terms ? terms.Thresholds.Marks(new QuotaLimit(terms.Value, terms.Unit)) : default;
}

public sealed record QuotaTermsPage(IReadOnlyList<QuotaTerms> Items, int Total);

/// <summary>A device or group that a quota may be set on.</summary>
public sealed record QuotaTarget(string Code, string Name);

/// <summary>Reads quotas as those who set them see them, active or not.</summary>
public sealed class QuotaTermsQueries(IDbContextFactory<EmsDbContext> contexts, IAccess access)
{
    public const int MaxPageSize = 500;

    /// <summary>A page of quotas by name.</summary>
    /// <param name="page">From 1; a page beyond the end gives the last one that holds anything.</param>
    /// <exception cref="AccessDeniedException">The actor is not a manager.</exception>
    public async Task<QuotaTermsPage> ListAsync(QuotaTermsFilter filter, int page, int pageSize, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Manager);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var quotas = db.Set<Quota>().AsNoTracking();
        if (filter.Active is { } active) quotas = quotas.Where(q => q.IsActive == active);
        if (!string.IsNullOrEmpty(filter.EnergyType)) quotas = quotas.Where(q => q.EnergyType == filter.EnergyType);
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var pattern = SearchPattern.Containing(filter.Search);
            quotas = quotas.Where(q => EF.Functions.ILike(q.Name, pattern, SearchPattern.Escape) || EF.Functions.ILike(q.Code, pattern, SearchPattern.Escape));
        }

        var total = await quotas.CountAsync(cancellationToken);
        var size = Math.Clamp(pageSize, 1, MaxPageSize);
        var lastPage = Math.Max(1, (total + size - 1) / size);
        var items = await Terms(db, quotas.OrderBy(q => q.Name).ThenBy(q => q.Code).Skip((Math.Clamp(page, 1, lastPage) - 1) * size).Take(size))
            .ToListAsync(cancellationToken);
        return new QuotaTermsPage(items, total);
    }

    /// <summary>One quota's terms; null when there is none with this code.</summary>
    /// <exception cref="AccessDeniedException">The actor is not a manager.</exception>
    public async Task<QuotaTerms?> FindAsync(string code, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Manager);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Terms(db, db.Set<Quota>().AsNoTracking().Where(q => q.Code == code)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Devices of an energy type, or groups, whose name or code holds the text; by name.</summary>
    /// <exception cref="AccessDeniedException">The actor is not a manager.</exception>
    public async Task<IReadOnlyList<QuotaTarget>> SearchTargetsAsync(
        QuotaScope scope, string energyType, string? text, int limit, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Manager);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pattern = SearchPattern.Containing(text ?? "");
        return scope switch
        {
            QuotaScope.Device => await db.Set<Device>().AsNoTracking()
                .Where(d => d.EnergyType == energyType && (EF.Functions.ILike(d.Name, pattern, SearchPattern.Escape) || EF.Functions.ILike(d.Code, pattern, SearchPattern.Escape)))
                .OrderBy(d => d.Name).ThenBy(d => d.Code).Take(limit).Select(d => new QuotaTarget(d.Code, d.Name)).ToListAsync(cancellationToken),
            QuotaScope.Group => await db.Set<DeviceGroup>().AsNoTracking()
                .Where(g => EF.Functions.ILike(g.Name, pattern, SearchPattern.Escape) || EF.Functions.ILike(g.Code, pattern, SearchPattern.Escape))
                .OrderBy(g => g.Name).ThenBy(g => g.Code).Take(limit).Select(g => new QuotaTarget(g.Code, g.Name)).ToListAsync(cancellationToken),
            _ => [],
        };
    }

    /// <summary>Quotas of an energy type whose name or code holds the text and that a quota can be a part of: not itself, nor what is below it; by name.</summary>
    /// <param name="code">Code of the quota; null for a new one.</param>
    /// <exception cref="AccessDeniedException">The actor is not a manager.</exception>
    public async Task<IReadOnlyList<QuotaTarget>> SearchParentsAsync(string? code, string energyType, string? text, int limit, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Manager);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pattern = SearchPattern.Containing(text ?? "");
        return await db.Database.SqlQuery<QuotaTarget>($"""
            WITH RECURSIVE below (id) AS (
                SELECT id FROM ems.quota WHERE code = {code}
                UNION
                SELECT q.id FROM below JOIN ems.quota q ON q.parent_id = below.id
            )
            SELECT code, name FROM ems.quota
            WHERE energy_type = {energyType} AND (name ILIKE {pattern} OR code ILIKE {pattern}) AND id NOT IN (SELECT id FROM below)
            ORDER BY name, code LIMIT {limit}
            """).ToListAsync(cancellationToken);
    }

    private static IQueryable<QuotaTerms> Terms(EmsDbContext db, IQueryable<Quota> quotas)
    {
        var devices = db.Set<Device>();
        var groups = db.Set<DeviceGroup>();
        return quotas.Select(q => new QuotaTerms
        {
            Id = q.Id,
            Code = q.Code,
            Name = q.Name,
            Scope = q.Scope,
            TargetCode = q.TargetCode,
            TargetName = devices.Where(d => d.Id == q.TargetDeviceId).Select(d => d.Name).FirstOrDefault()
                ?? groups.Where(g => g.Id == q.TargetGroupId).Select(g => g.Name).FirstOrDefault(),
            TargetIsGone = (q.Scope == QuotaScope.Device && q.TargetDeviceId == null) || (q.Scope == QuotaScope.Group && q.TargetGroupId == null),
            EnergyType = q.EnergyType,
            TimeZone = q.TimeZone,
            ParentCode = q.Parent!.Code,
            Latest = q.Versions.OrderByDescending(v => v.Number).First(),
            ForecastMethod = q.ForecastMethod,
            IsActive = q.IsActive,
            Note = q.Note,
            UpdatedAt = q.UpdatedAt,
            Version = q.Version,
        });
    }
}
