using EmsDashboard.Hooks;
using Microsoft.CodeAnalysis;

namespace EmsDashboard.Tests.Integration.Hooks;

/// <summary>The started product with folders of customers beside it: which one runs, and what stops it in plain words.</summary>
public sealed class CustomerStartTests(PostgresServer server)
{
    /// <summary>Says who it is and what it sees, into the file that its settings name.</summary>
    private const string Tells = """
        registration.Services.AddKeyedScoped<CustomerHooks, TheHooks>(registration.Key);
        System.IO.File.WriteAllLines(registration.ReadSettings<TheSettings>().Mark, new[]
        {
            registration.Key,
            System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(typeof(TheModule).Assembly).Name,
            new Common().Whose,
            string.Join(",", AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetName().Name).Where(n => n.StartsWith("Customer")).OrderBy(n => n)),
            (Type.GetType("EmsDashboard.Features.Quotas.QuotaChecker, EmsDashboard") is null).ToString(),
            (Type.GetType("Npgsql.NpgsqlDataSource, Npgsql") is null).ToString(),
            (Type.GetType("TheModule, Customer03") is null).ToString(),
            registration.Services.Count.ToString(),
        });
        """;

    private const string Settings = "public sealed class TheSettings { public string Mark { get; set; } = \"\"; }";

    [Fact]
    public async Task TwentyCustomers_SideBySide_TheSelectedOneRuns_AndSeesNoOther()
    {
        using var folder = new TestFolder();
        using var customers = new TestFolder();
        for (var i = 1; i <= 20; i++)
        {
            // Each brings a library of one name, which says another thing in each.
            var name = $"Customer{i:00}";
            Directory.CreateDirectory(customers.Combine(name));
            var library = BuiltCustomer.Compile(customers.Combine(name, "Common.dll"), $"public sealed class Common {{ public string Whose => \"of {name}\"; }}");
            BuiltCustomer.Drop(customers, name, BuiltCustomer.Module($"customer-{i:00}", Tells, Settings), MetadataReference.CreateFromFile(library));
        }

        var mark = folder.Combine("mark");
        await using var database = await TestDatabase.CreateAsync(server);
        await using var product = new ProductProcess(database.ConnectionString, new Dictionary<string, string>
        {
            ["Ems__Customer"] = "customer-07", ["Ems__CustomersDirectory"] = customers.Path, ["Customers__customer-07__Mark"] = mark,
        });
        await product.ServeAsync();

        Assert.Contains($"The hooks of customer customer-07 run ({customers.Combine("Customer07")})", product.Log, StringComparison.Ordinal);
        Assert.Equal(["customer-07", "customer customer-07", "of Customer07", "Customer07", "True", "True", "True", "1"], await File.ReadAllLinesAsync(mark, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WithoutACustomer_TheDefaultOneRuns_WhateverLiesThere()
    {
        using var customers = new TestFolder();
        BuiltCustomer.Drop(customers, "Acme", BuiltCustomer.Module("acme", "throw new Exception();"));
        Directory.CreateDirectory(customers.Combine("Broken"));
        await File.WriteAllTextAsync(customers.Combine("Broken", "Broken.dll"), "no assembly", TestContext.Current.CancellationToken);
        await using var database = await TestDatabase.CreateAsync(server);
        await using var product = new ProductProcess(database.ConnectionString, new Dictionary<string, string> { ["Ems__CustomersDirectory"] = customers.Path });

        await product.ServeAsync();

        Assert.Contains("The hooks of customer default run (built in)", product.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_IsThereBecauseItsFolderIs_AndRuns()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var product = new ProductProcess(database.ConnectionString, new Dictionary<string, string> { ["Ems__Customer"] = "sample", ["Customers__sample__WebhookUrl"] = "http://127.0.0.1:9/" });

        await product.ServeAsync();

        Assert.Contains($"The hooks of customer sample run (", product.Log, StringComparison.Ordinal);
        Assert.Contains($"{Path.DirectorySeparatorChar}customers{Path.DirectorySeparatorChar}Sample)", product.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_OfTheCustomer_AreCheckedWithTheProductsOwn_AndComeFromTheCommandLineToo()
    {
        await using var product = Misled(new() { ["Ems__Customer"] = "sample", ["Customers__sample__PenaltyPerKwh"] = "much" });

        var (status, _, errors) = await product.RunAsync(["migrate", "--Ems:Demo", "perhaps", "--Customers:sample:Currenzy", "EUR"]);

        Assert.Equal(1, status);
        foreach (var problem in (string[])
        [
            "The configuration has 4 problems; nothing was started.", "Ems:Demo is 'perhaps'; allowed is true or false.", "Customers:sample:PenaltyPerKwh is something else; allowed is a number from 0 to 100.",
            "Customers:sample:WebhookUrl is not set; allowed is an address", "Customers:sample:Currenzy is set, but no such key is known. Is Customers:sample:Currency meant?",
        ]) Assert.Contains(problem, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownKey_ListsTheKnownOnes()
    {
        using var customers = new TestFolder();
        BuiltCustomer.Drop(customers, "Acme", BuiltCustomer.Module("acme"));
        BuiltCustomer.Drop(customers, "Zeta", BuiltCustomer.Module("zeta"));

        await StopsAsync(customers, "Acme", $"Ems:Customer is 'Acme'; allowed is acme or default or zeta, which is what {customers.Path} holds and what is built in.");
    }

    [Fact]
    public async Task NoSuchFolder_IsTold()
    {
        using var customers = new TestFolder();
        var nowhere = customers.Combine("nowhere");
        await using var product = Misled(new() { ["Ems__CustomersDirectory"] = nowhere });

        Assert.Contains($"Ems:CustomersDirectory is '{nowhere}'; there is no such folder.", (await product.RunAsync(["migrate"])).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("default")]
    public async Task TwoCustomersWithOneKey_AreBothNamed(string key)
    {
        using var customers = new TestFolder();
        var first = BuiltCustomer.Drop(customers, "Acme", BuiltCustomer.Module(key));
        var second = key == "default" ? "built in" : BuiltCustomer.Drop(customers, "Other", BuiltCustomer.Module(key));

        await StopsAsync(customers, key, $"Ems:Customer is '{key}', and 2 customers have this key: {first} and {second}. Take away all but one.");
    }

    [Theory]
    [InlineData("2.0.0.0", "2.0")]
    [InlineData("0.9.0.0", "0.9")]
    [InlineData("1.1.0.0", "1.1")]
    public async Task AnotherContract_IsNamedWithOurs(string version, string told)
    {
        using var folder = new TestFolder();
        using var customers = new TestFolder();
        var contract = BuiltCustomer.ContractOf(folder.Combine("EmsDashboard.Hooks.dll"), version);
        Directory.CreateDirectory(customers.Combine("Acme"));
        BuiltCustomer.Compile(customers.Combine("Acme", "Acme.dll"), BuiltCustomer.Module("acme"), MetadataReference.CreateFromFile(contract));

        await StopsAsync(customers, "acme", $"Customer 'acme' in {customers.Combine("Acme")} was built for version {told} of EmsDashboard.Hooks, and this is {typeof(CustomerHooks).Assembly.GetName().Version!.ToString(2)}. Build it against this one");
    }

    [Fact]
    public async Task MissingDependency_IsFoundAtTheStart_AlsoWhereOnlyAHookUsesIt_AndWhereADependencyMissesIt()
    {
        using var folder = new TestFolder();
        using var customers = new TestFolder();
        var deep = BuiltCustomer.Compile(folder.Combine("Deep.dll"), "[assembly: System.Reflection.AssemblyVersion(\"4.2.0.0\")] public static class Deep { public static int Answer() => 42; }");
        Directory.CreateDirectory(customers.Combine("Acme"));
        var near = BuiltCustomer.Compile(customers.Combine("Acme", "Near.dll"), "public static class Near { public static int Answer() => Deep.Answer(); }", MetadataReference.CreateFromFile(deep));
        BuiltCustomer.Drop(customers, "Acme", BuiltCustomer.Module("acme", others: "public static class Late { public static int Answer() => Near.Answer(); }"), MetadataReference.CreateFromFile(near));

        await StopsAsync(customers, "acme", $"Customer 'acme' in {customers.Combine("Acme")} lacks Deep 4.2.0.0, which Near asks for. Copy everything that dotnet publish makes of it into the folder.");
    }

    [Fact]
    public async Task HalfCopiedDependency_IsToldInASentence_AndStopsNobodyElse()
    {
        using var customers = new TestFolder();
        Directory.CreateDirectory(customers.Combine("Acme"));
        var near = BuiltCustomer.Compile(customers.Combine("Acme", "Near.dll"), "public static class Near { public static int Answer() => 42; }");
        BuiltCustomer.Drop(customers, "Acme", BuiltCustomer.Module("acme", others: "public static class Late { public static int Answer() => Near.Answer(); }"), MetadataReference.CreateFromFile(near));
        await File.WriteAllBytesAsync(near, [], TestContext.Current.CancellationToken);
        BuiltCustomer.Drop(customers, "Other", BuiltCustomer.Module("other"));

        await StopsAsync(customers, "acme", $"Customer 'acme' in {customers.Combine("Acme")} is damaged: ");
        await StopsAsync(customers, "nobody", "Ems:Customer is 'nobody'; allowed is acme or default or other");
    }

    /// <summary>It may bring a newer package of its own, but not of what it shares with the product.</summary>
    [Theory]
    [InlineData("Microsoft.Extensions.DependencyInjection.Abstractions", true, ". Build it for that version.")]
    [InlineData("Microsoft.Extensions.Logging.Abstractions", false, ". Build it for that version, or put its own into the folder.")]
    public async Task NewerFramework_ThanTheProductRunsOn_IsToldWithOurs(string name, bool isInTheFolder, string wayOut)
    {
        using var folder = new TestFolder();
        using var customers = new TestFolder();
        Directory.CreateDirectory(customers.Combine("Acme"));
        var newer = BuiltCustomer.Compile((isInTheFolder ? customers : folder).Combine(isInTheFolder ? "Acme" : "", $"{name}.dll"), "[assembly: System.Reflection.AssemblyVersion(\"99.0.0.0\")] public static class Newer;");
        var near = BuiltCustomer.Compile(customers.Combine("Acme", "Near.dll"), "public static class Near { public static System.Type Answer() => typeof(Newer); }", MetadataReference.CreateFromFile(newer));
        BuiltCustomer.Drop(customers, "Acme", BuiltCustomer.Module("acme", others: "public static class Late { public static Type Answer() => Near.Answer(); }"), MetadataReference.CreateFromFile(near));

        await StopsAsync(customers, "acme", $" lacks {name} 99.0.0.0, which Near asks for; this EmsDashboard brings 10.0.0.0{wayOut}");
    }

    [Fact]
    public async Task TypesOfTheProduct_AreOutOfReach_EvenForACustomerBuiltAgainstThem()
    {
        using var customers = new TestFolder();
        BuiltCustomer.Drop(customers, "Acme", BuiltCustomer.Module("acme", others: "public static class Late { public static Type Wanted => typeof(EmsDashboard.Features.Quotas.QuotaView); }"),
            MetadataReference.CreateFromFile(typeof(EmsDashboard.Features.Quotas.QuotaView).Assembly.Location));

        await StopsAsync(customers, "acme", " lacks EmsDashboard 0.1.0.0, which Acme asks for.");
    }

    [Theory]
    [InlineData("throw new InvalidOperationException(\"no tariff for 2027\");", "Customer 'acme': TheModule.Register failed with InvalidOperationException: no tariff for 2027.")]
    [InlineData("", "Customer 'acme': TheModule registers no CustomerHooks. It has to say services.AddKeyedScoped<CustomerHooks, …>(\"acme\") exactly once.")]
    [InlineData("registration.Services.AddKeyedScoped<CustomerHooks, TheHooks>(KeyedService.AnyKey);", "Customer 'acme': TheModule registers CustomerHooks under every key.")]
    [InlineData("registration.Services.AddKeyedScoped<CustomerHooks, Needy>(registration.Key);", "Customer 'acme': Unable to resolve service for type 'System.Version' while attempting to activate 'Needy'. Register it in TheModule.")]
    public async Task AModule_ThatThrowsOrRegistersWrongly_StopsTheStart(string register, string sentence)
    {
        using var customers = new TestFolder();
        BuiltCustomer.Drop(customers, "Acme", BuiltCustomer.Module("acme", register.Length == 0 ? ";" : register, "public sealed class Needy(Version needed) : CustomerHooks { public override string ToString() => needed.ToString(); }"));

        await StopsAsync(customers, "acme", sentence);
    }

    [Theory]
    [InlineData("[EmsDashboard.Hooks.HookModule(\"acme\")] public sealed class TheModule;", "TheModule is no IHookModule.")]
    [InlineData("[EmsDashboard.Hooks.HookModule(\"acme\")] public sealed class TheModule(int x) : EmsDashboard.Hooks.IHookModule { public void Register(EmsDashboard.Hooks.IHookRegistration r) => _ = x; }",
        "It has to be a public class with a constructor without parameters.")]
    [InlineData("[EmsDashboard.Hooks.HookModule(\"acme\")] public sealed class TheModule : EmsDashboard.Hooks.IHookModule { public TheModule() => throw new System.InvalidOperationException(\"not today\"); public void Register(EmsDashboard.Hooks.IHookRegistration r) { } }",
        "TheModule cannot be made: InvalidOperationException: not today.")]
    public async Task AModule_ThatIsNone_StopsTheStart(string source, string sentence)
    {
        using var customers = new TestFolder();
        BuiltCustomer.Drop(customers, "Acme", source);

        await StopsAsync(customers, "acme", sentence);
    }

    private static async Task StopsAsync(TestFolder customers, string key, string sentence)
    {
        await using var product = Misled(new() { ["Ems__Customer"] = key, ["Ems__CustomersDirectory"] = customers.Path });

        var (status, output, errors) = await product.RunAsync(["serve"]);

        Assert.Equal((1, ""), (status, output));
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
        Assert.Contains("nothing was started", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    /// <summary>Nothing is started, so there is no database to be found either.</summary>
    private static ProductProcess Misled(Dictionary<string, string> settings) => new("Host=nowhere.invalid", settings);
}
