using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Infrastructure.Persistence;

/// <summary>
/// The one database session. It knows no slice: each slice's configurations are found in the assembly and its tables reached by
/// <c>Set&lt;T&gt;()</c>. Tables that only SQL touches (daily summaries, roll-ups, queues) are made by the Storage migration.
/// </summary>
public sealed class EmsDbContext(DbContextOptions<EmsDbContext> options)
    : IdentityDbContext<EmsUser, IdentityRole<int>, int>(options), IDataProtectionKeyContext
{
    public const string Schema = "ems";

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema(Schema);
        builder.ApplyConfigurationsFromAssembly(typeof(EmsDbContext).Assembly);

        builder.Entity<EmsUser>().ToTable("app_user");
        builder.Entity<IdentityRole<int>>(role =>
        {
            role.ToTable("app_role");
            role.HasData(Policies.All.Select((name, index) => new IdentityRole<int>
            {
                Id = index + 1, Name = name, NormalizedName = name.ToUpperInvariant(), ConcurrencyStamp = name,
            }));
        });
        builder.Entity<IdentityUserRole<int>>().ToTable("app_user_role");
        builder.Entity<IdentityUserClaim<int>>().ToTable("app_user_claim");
        builder.Entity<IdentityUserLogin<int>>().ToTable("app_user_login");
        builder.Entity<IdentityUserToken<int>>().ToTable("app_user_token");
        builder.Entity<IdentityRoleClaim<int>>().ToTable("app_role_claim");
        builder.Entity<DataProtectionKey>().ToTable("data_protection_key");

        builder.Entity<AuditEntry>(audit =>
        {
            audit.ToTable("audit_log");
            audit.Property(a => a.Actor).HasMaxLength(256);
            audit.Property(a => a.Action).HasMaxLength(64);
            audit.Property(a => a.Subject).HasMaxLength(256);
            audit.Property(a => a.Detail).HasColumnType("jsonb");
            audit.HasIndex(a => a.At);
            audit.HasIndex(a => new { a.Subject, a.Id });
        });
    }
}
