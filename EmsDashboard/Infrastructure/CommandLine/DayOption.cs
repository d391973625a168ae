using System.CommandLine;
using System.CommandLine.Parsing;
using EmsDashboard.Shared;

namespace EmsDashboard.Infrastructure.CommandLine;

/// <summary>Options that name a day, read as strictly as the days in files.</summary>
internal static class DayOption
{
    public static Option<DateOnly?> Create(string name, string description, bool required = false) => new(name)
    {
        Description = description,
        Required = required,
        CustomParser = result =>
        {
            if (Read(result.Tokens) is { } day) return day;
            result.AddError($"{name} is '{string.Join(' ', result.Tokens)}'; give a day that exists, such as 2020-12-15.");
            return null;
        },
    };

    /// <summary>Refuses a range that ends before it begins.</summary>
    public static void RefuseReversed(this Command command, Option<DateOnly?> from, Option<DateOnly?> to) => command.Validators.Add(result =>
    {
        // Not by GetValue: it throws for an option that could not be read, and commands are validated before their options.
        if (Read(result.GetResult(from)?.Tokens) > Read(result.GetResult(to)?.Tokens)) result.AddError($"{from.Name} must not lie after {to.Name}.");
    });

    private static DateOnly? Read(IReadOnlyList<Token>? tokens) => tokens is [var token] && PlainText.TryReadDate(token.Value, out var day) ? day : null;
}
