using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EmsDashboard.Infrastructure.Persistence.Migrations;

/// <summary>Tables, functions and triggers that EF Core does not model; written by hand in Sql/Storage.sql.</summary>
[DbContext(typeof(EmsDbContext))]
[Migration("20261125000000_Storage")]
public sealed class Storage : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFile("Storage");
}
