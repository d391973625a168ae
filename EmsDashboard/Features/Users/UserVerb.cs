using System.CommandLine;
using System.Text;
using System.Text.Json;
using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Features.Users;

/// <summary><c>user add</c> and <c>user reset-password</c>; the password comes from standard input, so that it is in no history and no process list.</summary>
internal sealed class UserVerb : IVerb
{
    public Command Build(EmsHost host)
    {
        var command = new Command("user", "Adds users and resets passwords.");

        var email = new Option<string>("--email") { Description = "E-mail address, the name to sign in with.", Required = true };
        var role = new Option<string>("--role") { Description = "viewer, staff, manager or admin.", Required = true };
        role.AcceptOnlyFromAmong([.. Policies.All]);
        var name = new Option<string?>("--name") { Description = "Name shown on pages." };
        var json = new Option<bool>("--json") { Description = "Prints one JSON document." };
        var add = new Command("add", "Adds a user. Reads the password from standard input.") { email, role, name, json };
        add.SetAction((parsed, token) => RunAsync(host, parsed.GetValue(email)!, parsed.GetValue(json), "added",
            (users, password, t) => users.AddAsync(parsed.GetValue(email)!, parsed.GetValue(name), parsed.GetValue(role)!, password, t), token));

        var whose = new Option<string>("--email") { Description = "E-mail address of the user.", Required = true };
        var newRole = new Option<string?>("--role") { Description = "Also gives this role: viewer, staff, manager or admin." };
        newRole.AcceptOnlyFromAmong([.. Policies.All]);
        var resetJson = new Option<bool>("--json") { Description = "Prints one JSON document." };
        var reset = new Command("reset-password", "Sets a user's password and lifts a lock. Reads the password from standard input.") { whose, newRole, resetJson };
        reset.SetAction((parsed, token) => RunAsync(host, parsed.GetValue(whose)!, parsed.GetValue(resetJson), "reset",
            (users, password, t) => users.ResetPasswordAsync(parsed.GetValue(whose)!, password, parsed.GetValue(newRole), t), token));

        command.Add(add);
        command.Add(reset);
        return command;
    }

    private static async Task<int> RunAsync(EmsHost host, string email, bool json, string done,
        Func<UserAdministration, string, CancellationToken, Task<UserProblem?>> act, CancellationToken cancellationToken)
    {
        var password = ReadPassword();
        return await host.RunAsync(async (services, token) =>
        {
            services.GetRequiredService<Access>().Use(Actor.CommandLine);
            var problem = await act(services.GetRequiredService<UserAdministration>(), password, token);
            if (json) await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { email, state = problem is null ? done : "refused", reason = problem is { } p ? Sentence(p, email) : null }));
            else if (problem is null) await Console.Out.WriteLineAsync(done == "added" ? $"{email} can sign in now." : $"{email} has a new password.");
            if (problem is null) return ExitStatus.Done;
            await Console.Error.WriteLineAsync(Sentence(problem.Value, email));
            return ExitStatus.Refused;
        }, cancellationToken);
    }

    private static string Sentence(UserProblem problem, string email) => problem switch
    {
        UserProblem.EmailInvalid => $"'{email}' is not an e-mail address of at most {EmsUser.MaxEmailLength} characters.",
        UserProblem.EmailTaken => $"{email} has an account already; use user reset-password.",
        UserProblem.PasswordTooShort => $"The password needs at least {UserAdministration.PasswordLength} characters. It is read from standard input.",
        UserProblem.PasswordRefused => "The password was refused.",
        UserProblem.RoleUnknown => $"Unknown role. Known: {string.Join(", ", Policies.All)}.",
        UserProblem.LastAdministrator => $"{email} is the last administrator; give another user the role first.",
        _ => $"There is no user {email}.",
    };

    private static string ReadPassword()
    {
        if (Console.IsInputRedirected) return Console.In.ReadLine() ?? "";
        Console.Error.Write("Password: ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0) typed.Length--;
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
