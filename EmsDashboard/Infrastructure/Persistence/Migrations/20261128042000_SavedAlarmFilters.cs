using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace EmsDashboard.Infrastructure.Persistence.Migrations
{
    /// <summary>Filters of the alarm desk that people keep under names of their own.</summary>
    public partial class SavedAlarmFilters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alarm_filter",
                schema: "ems",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    owner = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    address = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    is_default = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alarm_filter", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_alarm_filter_owner",
                schema: "ems",
                table: "alarm_filter",
                column: "owner",
                unique: true,
                filter: "is_default");

            migrationBuilder.CreateIndex(
                name: "ix_alarm_filter_owner_name",
                schema: "ems",
                table: "alarm_filter",
                columns: new[] { "owner", "name" },
                unique: true);
        }
    }
}
