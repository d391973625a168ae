using System.Reflection;
using System.Text;
using EmsDashboard.Hooks;

namespace EmsDashboard.Tests.Architecture;

/// <summary>
/// What customers compile against stands in <c>EmsDashboard.Hooks/PublicApi.txt</c>. A change of it is a change of that file, in the same
/// commit, with the contract's version: a line that is new raises the second number, a line that is gone or different the first.
/// </summary>
public sealed class ContractTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    [Fact]
    public async Task PublicMembers_OfTheContract_AreThoseThatAreWrittenDown()
    {
        var written = await File.ReadAllLinesAsync(Path.Combine(SourceTree.Root, "EmsDashboard.Hooks", "PublicApi.txt"), TestContext.Current.CancellationToken);

        Assert.Equal(string.Join('\n', written), string.Join('\n', Members(typeof(CustomerHooks).Assembly)));
    }

    [Fact]
    public void Members_OfAPlantedType_AreListedWithTypesNullabilityAndWhatIsRequired() => Assert.Equal(
    [
        "sealed record EmsDashboard.Tests.Architecture.ContractTests.Planted : EmsDashboard.Hooks.HookEvent",
        "sealed record EmsDashboard.Tests.Architecture.ContractTests.Planted: String? Absent { get; init; }",
        "sealed record EmsDashboard.Tests.Architecture.ContractTests.Planted: Task<IReadOnlyList<String>> Ask(Int64 id, CancellationToken cancellationToken)",
        "sealed record EmsDashboard.Tests.Architecture.ContractTests.Planted: required Decimal? Amount { get; init; }",
    ], Describe(typeof(Planted)).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Members(Assembly assembly) => assembly.GetExportedTypes().SelectMany(Describe).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Describe(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var isRecord = type.GetMethod("<Clone>$") is not null;
        var name = $"{Kind(type, isRecord)} {type.FullName!.Replace('+', '.')}";
        var bases = type.IsEnum ? [] : (type.BaseType is { } parent && parent != typeof(object) ? new[] { parent } : []).Concat(isRecord ? [] : type.GetInterfaces()).ToList();
        yield return bases.Count == 0 ? name : $"{name} : {string.Join(", ", bases.Select(b => b.FullName))}";
        if (type.IsEnum)
        {
            foreach (var value in Enum.GetNames(type)) yield return $"{name}: {value} = {Convert.ToInt32(Enum.Parse(type, value), System.Globalization.CultureInfo.InvariantCulture)}";
            yield break;
        }

        foreach (var constant in type.GetFields(Own).Where(f => f.IsPublic)) yield return $"{name}: const {constant.Name} = {constant.GetRawConstantValue()}";
        foreach (var constructor in type.GetConstructors().Where(c => c.GetParameters().Length > 0)) yield return $"{name}: ({Parameters(constructor)})";
        foreach (var property in type.GetProperties(Own).Where(p => p.GetMethod!.IsPublic))
            yield return $"{name}: {(property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)) ? "required " : "")}{Show(Nullability.Create(property))} {property.Name} {{ get;{(property.SetMethod is { IsPublic: true } ? " init;" : "")} }}";
        foreach (var method in type.GetMethods(Own).Where(m => (m.IsPublic || m.IsFamily) && !m.IsSpecialName && !IsOfEveryRecord(m, isRecord)))
            yield return $"{name}: {(method.IsVirtual && !type.IsInterface ? "virtual " : "")}{Show(Nullability.Create(method.ReturnParameter))} {method.Name}{Arguments(method)}({Parameters(method)})";
    }

    private static bool IsOfEveryRecord(MethodInfo method, bool isRecord) => isRecord && method.Name is "ToString" or "Equals" or "GetHashCode" or "PrintMembers" or "<Clone>$" or "Deconstruct";

    private static string Kind(Type type, bool isRecord) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        _ => (type.IsAbstract ? type.IsSealed ? "static " : "abstract " : type.IsSealed ? "sealed " : "") + (isRecord ? "record" : "class"),
    };

    private static string Arguments(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => $"{Show(Nullability.Create(p))} {p.Name}"));

    private static string Show(NullabilityInfo info)
    {
        if (Nullable.GetUnderlyingType(info.Type) is { } value) return $"{value.Name}?";
        StringBuilder text = new(info.Type.Name.Split('`')[0]);
        if (info.GenericTypeArguments is { Length: > 0 } arguments) text.Append('<').AppendJoin(", ", arguments.Select(Show)).Append('>');
        if (!info.Type.IsValueType && info.ReadState == NullabilityState.Nullable) text.Append('?');
        return text.ToString();
    }

    internal sealed record Planted : HookEvent
    {
        public required decimal? Amount { get; init; }
        public string? Absent { get; init; }
        public static Task<IReadOnlyList<string>> Ask(long id, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([$"{id}{cancellationToken}"]);
    }
}
