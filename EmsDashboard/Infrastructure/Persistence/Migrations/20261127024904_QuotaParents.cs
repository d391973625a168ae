using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmsDashboard.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class QuotaParents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "parent_id",
                schema: "ems",
                table: "quota",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_quota_parent_id",
                schema: "ems",
                table: "quota",
                column: "parent_id");

            migrationBuilder.AddForeignKey(
                name: "fk_quota_quota_parent_id",
                schema: "ems",
                table: "quota",
                column: "parent_id",
                principalSchema: "ems",
                principalTable: "quota",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_quota_quota_parent_id",
                schema: "ems",
                table: "quota");

            migrationBuilder.DropIndex(
                name: "ix_quota_parent_id",
                schema: "ems",
                table: "quota");

            migrationBuilder.DropColumn(
                name: "parent_id",
                schema: "ems",
                table: "quota");
        }
    }
}
