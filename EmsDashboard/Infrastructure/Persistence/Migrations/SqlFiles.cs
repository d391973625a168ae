using Microsoft.EntityFrameworkCore.Migrations;

namespace EmsDashboard.Infrastructure.Persistence.Migrations;

/// <summary>What EF Core does not model is written by hand, in the folder Sql beside this file.</summary>
internal static class SqlFiles
{
    /// <param name="name">The file's name without its ending.</param>
    public static void SqlFile(this MigrationBuilder migration, string name)
    {
        using var stream = typeof(SqlFiles).Assembly.GetManifestResourceStream($"Migrations.{name}.sql")
            ?? throw new ArgumentException($"There is no Sql/{name}.sql.", nameof(name));
        using var reader = new StreamReader(stream);
        migration.Sql(reader.ReadToEnd());
    }
}
