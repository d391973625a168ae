using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmsDashboard.Features.Alarms.Persistence;

internal sealed class AlarmEventConfiguration : IEntityTypeConfiguration<AlarmEvent>
{
    public void Configure(EntityTypeBuilder<AlarmEvent> builder)
    {
        builder.ToTable("alarm_event", t =>
        {
            t.HasCheckConstraint("ck_alarm_event_acknowledged", "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)");
            t.HasCheckConstraint("ck_alarm_event_order", """
                (acknowledged_at >= raised_at OR acknowledged_at IS NULL) AND (cleared_at >= raised_at OR cleared_at IS NULL)
                AND (resolved_at >= greatest(raised_at, acknowledged_at, cleared_at) OR resolved_at IS NULL)
                """);
            t.HasCheckConstraint("ck_alarm_event_reason", "(resolved_at IS NULL) = (resolve_reason IS NULL) AND (cleared_at IS NULL) = (clear_reason IS NULL)");
            t.HasCheckConstraint("ck_alarm_event_resolved_by", "resolved_by IS NULL OR resolved_at IS NOT NULL");
            t.HasCheckConstraint("ck_alarm_event_shelved", """
                num_nulls(shelved_at, shelved_until, shelved_by, shelve_reason) = 4
                OR num_nulls(shelved_at, shelved_until, shelved_by, shelve_reason) = 0 AND shelved_at >= raised_at AND shelved_until > shelved_at AND resolved_at IS NULL
                """);
            t.HasCheckConstraint("ck_alarm_event_counts", "occurrences >= 1 AND version >= 1 AND period_end > period_start");
        });
        builder.Property(a => a.Kind).HasSnakeCaseConversion();
        builder.Property(a => a.Severity).HasSnakeCaseConversion();
        builder.Property(a => a.Value).HasPrecision(28, 9);
        builder.Property(a => a.Threshold).HasPrecision(28, 9);
        builder.Property(a => a.QuotaValue).HasPrecision(24, 6);
        builder.Property(a => a.UsageRatePct).HasColumnType("numeric");
        builder.Property(a => a.Unit).HasMaxLength(8);
        builder.Property(a => a.AcknowledgedBy).HasMaxLength(256);
        builder.Property(a => a.AcknowledgeComment).HasMaxLength(2000);
        builder.Property(a => a.ClearReason).HasMaxLength(200);
        builder.Property(a => a.ResolvedBy).HasMaxLength(256);
        builder.Property(a => a.ResolveReason).HasMaxLength(2000);
        builder.Property(a => a.Assignee).HasMaxLength(256);
        builder.Property(a => a.ShelvedBy).HasMaxLength(256);
        builder.Property(a => a.ShelveReason).HasMaxLength(2000);
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Ignore(a => a.State);
        builder.HasIndex(a => new { a.QuotaId, a.PeriodStart, a.Kind }).IsUnique();
        builder.HasIndex(a => a.RaisedAt);
        builder.HasIndex(a => a.RaisedAt, "ix_alarm_event_open").HasFilter("resolved_at IS NULL");
        builder.HasIndex(a => a.QuotaId, "ix_alarm_event_open_quota").HasFilter("resolved_at IS NULL");
        builder.HasIndex(a => a.ShelvedUntil).HasFilter("shelved_until IS NOT NULL");
        builder.HasOne<Quota>().WithMany().HasForeignKey(a => a.QuotaId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AlarmTransitionConfiguration : IEntityTypeConfiguration<AlarmTransition>
{
    public void Configure(EntityTypeBuilder<AlarmTransition> builder)
    {
        builder.ToTable("alarm_transition");
        builder.Property(t => t.Type).HasSnakeCaseConversion();
        builder.Property(t => t.Severity).HasSnakeCaseConversion();
        builder.Property(t => t.Actor).HasMaxLength(256);
        builder.Property(t => t.Comment).HasMaxLength(2000);
        builder.Property(t => t.UsageRatePct).HasColumnType("numeric");
        builder.Property(t => t.Assignee).HasMaxLength(256);
        builder.HasIndex(t => t.At);
        builder.HasIndex(t => new { t.AlarmId, t.Id });
        builder.HasOne<AlarmEvent>().WithMany().HasForeignKey(t => t.AlarmId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SavedAlarmFilterConfiguration : IEntityTypeConfiguration<SavedAlarmFilter>
{
    public void Configure(EntityTypeBuilder<SavedAlarmFilter> builder)
    {
        builder.ToTable("alarm_filter");
        builder.Property(f => f.Owner).HasMaxLength(256);
        builder.Property(f => f.Name).HasMaxLength(SavedAlarmFilter.MaxNameLength);
        builder.Property(f => f.Address).HasMaxLength(1000);
        builder.HasIndex(f => new { f.Owner, f.Name }).IsUnique();
        builder.HasIndex(f => f.Owner, "ix_alarm_filter_default").IsUnique().HasFilter("is_default");
    }
}
