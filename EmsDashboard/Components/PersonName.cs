using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Components;

/// <summary>How pages call who did something: people by their name, the product itself in the reader's language.</summary>
internal static class PersonName
{
    public static string Person(this IStringLocalizer<LayoutText> words, string name) =>
        name == Actor.CommandLine.Name ? words["ActorCommandLine"]
        : name == Actor.System.Name ? words["ActorSystem"]
        : name;
}
