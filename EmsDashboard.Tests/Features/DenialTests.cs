using System.Reflection;
using EmsDashboard.Components;
using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.Export;
using EmsDashboard.Features.Overview;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Tests.Features;

/// <summary>Every query and every exporter asks who it is before it does anything, whatever page, endpoint or verb called it.</summary>
public sealed class DenialTests
{
    /// <summary>The only ones that need more than a viewer. A new one is for viewers unless it is added here.</summary>
    private static readonly string[] Guarded =
    [
        "CatalogueQueries.RecentImportsAsync manager", "QuotaTermsQueries.FindAsync manager", "QuotaTermsQueries.ListAsync manager", "QuotaTermsQueries.SearchParentsAsync manager",
        "QuotaTermsQueries.SearchTargetsAsync manager", "QuotaTrialQueries.LastYearAsync manager", "QuotaTrialQueries.RunAsync manager", "RunQueries.FailuresAsync manager", "RunQueries.ListAsync manager", "RunQueries.RepairsAsync manager",
    ];

    private static readonly Type[] Readers =
    [
        .. typeof(App).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("EmsDashboard.Features.", StringComparison.Ordinal) == true && !type.IsAbstract
            && (type.Name.EndsWith("Queries", StringComparison.Ordinal) || type.IsSubclassOf(typeof(Exporter)) || type == typeof(GroupChoices) || type == typeof(QuotaPreview))),
    ];

    public static TheoryData<string> Questions => [.. Readers.Where(DemandsItself).SelectMany(QuestionsOf).Select(NameOf).Distinct()];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Question_BelowTheRoleItNeeds_IsRefusedBeforeAnythingIsRead(string question)
    {
        foreach (var method in Readers.SelectMany(QuestionsOf).Where(m => NameOf(m) == question))
        {
            Refusing refusing = new();

            // Nothing but the refusal is there: whoever reached for a database first would fail otherwise.
            await Assert.ThrowsAsync<AccessDeniedException>(() => Ask(method, refusing));

            var needs = Guarded.SingleOrDefault(g => g.StartsWith(question + " ", StringComparison.Ordinal))?.Split(' ')[1] ?? Policies.Viewer;
            Assert.Equal([needs], refusing.Demanded);
        }
    }

    [Fact]
    public void GuardedQuestions_AllExist() => Assert.Empty(Guarded.Select(g => g.Split(' ')[0]).Except(Readers.SelectMany(QuestionsOf).Select(NameOf)));

    [Fact]
    public async Task OwnPassword_OfNobody_IsRefusedBeforeAnythingIsRead()
    {
        Refusing refusing = new();

        await Assert.ThrowsAsync<AccessDeniedException>(() => new OwnPassword(null!, null!, null!, refusing, TimeProvider.System).ChangeAsync("current", "wanted", CancellationToken.None));

        Assert.Equal([Policies.Viewer], refusing.Demanded);
    }

    /// <summary>The overview and an alarm's chart ask other queries only, which demand for themselves.</summary>
    [Fact]
    public void Readers_ThatDemandNothingThemselves_AreTheseAndNoOther() =>
        Assert.Equal([typeof(AlarmChartQueries), typeof(OverviewQueries)], Readers.Where(type => !DemandsItself(type)).OrderBy(type => type.Name, StringComparer.Ordinal));

    /// <summary>Jobs and the command line decide themselves who may use what demands nothing; a component has only what demands.</summary>
    [Fact]
    public void Components_InjectNothingThatReadsOrWritesWithoutAskingWhoIsThere() => Assert.Empty(
        from component in typeof(App).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ComponentBase)))
        from property in component.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        where property.IsDefined(typeof(InjectAttribute)) && property.PropertyType.Namespace?.StartsWith("EmsDashboard.Features.", StringComparison.Ordinal) == true
        from constructor in property.PropertyType.GetConstructors()
        let given = constructor.GetParameters().Select(p => p.ParameterType).ToList()
        where given.Exists(IsDatabase) && !given.Contains(typeof(IAccess))
        select $"{component.Name} injects {property.PropertyType.Name}");

    private static bool IsDatabase(Type type) => type == typeof(NpgsqlDataSource) || type == typeof(EmsDbContext) || type == typeof(IDbContextFactory<EmsDbContext>);

    private static bool DemandsItself(Type reader) => ConstructorOf(reader).GetParameters().Any(p => p.ParameterType == typeof(IAccess));

    private static ConstructorInfo ConstructorOf(Type reader) => reader.GetConstructors().Single();

    private static IEnumerable<MethodInfo> QuestionsOf(Type reader) =>
        reader.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => typeof(Task).IsAssignableFrom(m.ReturnType));

    private static string NameOf(MethodInfo question) => $"{question.DeclaringType!.Name}.{question.Name}";

    private static Task Ask(MethodInfo question, IAccess access)
    {
        var constructor = ConstructorOf(question.DeclaringType!);
        var reader = constructor.Invoke([.. constructor.GetParameters().Select(p => p.ParameterType == typeof(IAccess) ? access : null)]);
        return (Task)question.Invoke(reader, [.. question.GetParameters().Select(Nothing)])!;
    }

    private static object? Nothing(ParameterInfo parameter) => parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null;

    /// <summary>Lets nobody through and remembers what was demanded.</summary>
    private sealed class Refusing : IAccess
    {
        public List<string> Demanded { get; } = [];

        public ValueTask<Actor?> CurrentAsync() => ValueTask.FromResult<Actor?>(null);

        public ValueTask<Actor> DemandAsync(string policy)
        {
            Demanded.Add(policy);
            throw new AccessDeniedException(policy, null);
        }
    }
}
