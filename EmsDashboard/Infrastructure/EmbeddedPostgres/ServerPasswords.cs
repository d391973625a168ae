using System.Security.Cryptography;

namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>Random passwords of the server's two roles, in a file only this account can read.</summary>
internal sealed record ServerPasswords(string Administrator, string Application)
{
    public static ServerPasswords Generate() => new(RandomNumberGenerator.GetHexString(48, lowercase: true), RandomNumberGenerator.GetHexString(48, lowercase: true));

    /// <exception cref="EmbeddedPostgresException">The file is missing or damaged.</exception>
    public static ServerPasswords Read(ClusterDirectory directory)
    {
        try
        {
            if (File.ReadAllLines(directory.Passwords) is [var administrator, var application])
                return new(administrator, application);
        }
        catch (FileNotFoundException)
        {
            // Told below together with a damaged file: the way out is the same.
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new EmbeddedPostgresException(
                $"{directory.Passwords} belongs to another account than {Environment.UserName}. Start as the account that made it, or set Ems__DataDirectory to another folder.", problem);
        }
        throw new EmbeddedPostgresException(
            $"The database in {directory.Cluster} cannot be opened: its passwords in {directory.Passwords} are missing or damaged. Restore that file from a backup, or move {directory.Root} away to start empty.");
    }

    /// <summary>Replaces the file in one step: a half-written one would lock everybody out.</summary>
    public void Write(ClusterDirectory directory)
    {
        var unfinished = $"{directory.Passwords}.new";
        File.Delete(unfinished);
        using (var file = new StreamWriter(OwnerOnly.Open(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None)))
        {
            file.Write($"{Administrator}\n{Application}\n");
        }
        File.Move(unfinished, directory.Passwords, overwrite: true);
    }
}
