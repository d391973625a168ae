using EmsDashboard.Features.Hooks.Customers;
using EmsDashboard.Hooks;
using EmsDashboard.Hooks.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Features.Hooks;

/// <summary>How a customer's module registers and how its hooks are called.</summary>
public sealed class CustomerServicesTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deliver_Twice_TakesAScopeEach_WithTheActionsOfItsCall()
    {
        List<Hooks> made = [];
        await using var customer = Build(r =>
        {
            r.Services.AddSingleton(made);
            r.Services.AddScoped<PerCall>();
            r.Services.AddKeyedScoped<CustomerHooks, Hooks>(r.Key);
        });
        Acts first = new(), second = new();

        await customer.DeliverAsync(TestEvents.AlarmCreated(), () => first, Soon, Cancel);
        await customer.DeliverAsync(TestEvents.AlarmCreated(), () => second, Soon, Cancel);

        Assert.Equal(2, made.Select(m => m.Call).Distinct().Count());
        Assert.All(made, m => Assert.True(m.Call.IsDisposed));
        Assert.Equal((1, 1), (first.Comments, second.Comments));
    }

    [Fact]
    public async Task Given_BesideTheCustomersOwn_AreClockAndLoggersOfTheProduct_WhateverItRegisters()
    {
        var clock = new FakeTimeProvider();
        (TimeProvider? Clock, ILogger? Logger) seen = default;
        var registration = Register(r =>
        {
            r.Services.AddSingleton(TimeProvider.System);
            r.Services.AddKeyedScoped<CustomerHooks>(r.Key, (services, _) =>
            {
                seen = (services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<CustomerServicesTests>>());
                return new Silent();
            });
        });
        await using var customer = registration.Build(NullLoggerFactory.Instance, clock);

        await customer.DeliverAsync(TestEvents.AlarmResolved(), () => new Acts(), Soon, Cancel);

        Assert.Same(clock, seen.Clock);
        Assert.NotNull(seen.Logger);
    }

    [Fact]
    public async Task Deliver_WhatThrows_ComesOutAsItIs()
    {
        await using var customer = Build(new Acting(_ => throw new InvalidDataException("no rate")));

        Assert.Equal("no rate", (await Assert.ThrowsAsync<InvalidDataException>(() => Deliver(customer))).Message);
    }

    [Fact]
    public async Task Deliver_BeyondTheLimit_CancelsTheToken_AndSaysSo()
    {
        await using var customer = Build(new Acting(token => Task.Delay(Timeout.Infinite, token)));

        Assert.Equal("OnAlarmCreatedAsync of customer 'acme' did not end within 0.2 s.", (await Assert.ThrowsAsync<TimeoutException>(() => Deliver(customer))).Message);
    }

    /// <summary>Neither the token nor anything else ends these; the caller goes on all the same.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deliver_OfWhatSpinsOrHangsWithoutHeedingTheToken_IsLeftToItself(bool spins)
    {
        using var end = new ManualResetEventSlim();
        var never = new TaskCompletionSource();
        await using var customer = Build(new Acting(_ =>
        {
            if (!spins) return never.Task;
            end.Wait(CancellationToken.None);
            return Task.CompletedTask;
        }));

        await Assert.ThrowsAsync<TimeoutException>(() => Deliver(customer));

        end.Set();
        never.SetResult();
    }

    [Fact]
    public async Task Deliver_WhenTheCallerGivesUp_IsCancelledNotTimedOut()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var customer = Build(new Acting(async token =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => customer.DeliverAsync(TestEvents.AlarmCreated(), () => new Acts(), TimeSpan.FromMinutes(1), source.Token));
    }

    [Fact]
    public async Task CalculateKpis_Answer_ComesBack_AndTheAskingIsNoDelivery()
    {
        await using var customer = Build(new Acting(_ => Task.CompletedTask, [new KpiCard { Title = "A", Value = 1, Unit = "" }]));

        Assert.Equal("A", Assert.Single(await customer.CalculateKpisAsync(TestEvents.CustomKpis(), () => new Acts(), Soon, Cancel)).Title);
        await Assert.ThrowsAsync<ArgumentException>(() => customer.DeliverAsync(TestEvents.CustomKpis(), () => new Acts(), Soon, Cancel));
    }

    [Fact]
    public void Register_WithoutHooks_UnderAnotherKey_UnderEveryKey_OrTwice_IsRefused()
    {
        const string WayOut = "It has to say services.AddKeyedScoped<CustomerHooks, …>(\"acme\") exactly once.";
        Assert.Equal([$"Customer 'acme': Module registers no CustomerHooks. {WayOut}"], Register(_ => { }).Problems);
        Assert.Equal([$"Customer 'acme': Module registers CustomerHooks under the key 'default'. {WayOut}"], Register(r => r.Services.AddKeyedScoped<CustomerHooks, Silent>("default")).Problems);
        Assert.Equal([$"Customer 'acme': Module registers CustomerHooks under every key. {WayOut}"], Register(r => r.Services.AddKeyedScoped<CustomerHooks, Silent>(KeyedService.AnyKey)).Problems);
        Assert.Equal([$"Customer 'acme': Module registers CustomerHooks without a key. {WayOut}"], Register(r => r.Services.AddScoped<CustomerHooks, Silent>()).Problems);
        Assert.Equal([$"Customer 'acme': Module registers CustomerHooks 2 times. {WayOut}"],
            Register(r => r.Services.AddKeyedScoped<CustomerHooks, Silent>(r.Key).AddKeyedScoped<CustomerHooks, Silent>(r.Key)).Problems);
    }

    [Fact]
    public void Register_AServiceThatIsMissing_IsFoundBeforeTheFirstEvent()
    {
        var problem = Assert.Single(Register(r => r.Services.AddKeyedScoped<CustomerHooks, Hooks>(r.Key)).Problems);

        Assert.StartsWith("Customer 'acme': Unable to resolve service for type ", problem, StringComparison.Ordinal);
        Assert.EndsWith("Register it in Module.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Register_ThatThrows_IsToldWithWhatAndWhere()
    {
        var problem = Assert.Single(Register(_ => throw new InvalidDataException("the tariff is of last year.")).Problems);

        Assert.Matches(@"^Customer 'acme': Module\.Register failed with InvalidDataException: the tariff is of last year \(CustomerServicesTests\.cs, line \d+\)\. Nothing of it is used until that is put right\.$", problem);
    }

    [Fact]
    public void Register_AHostedService_IsRefusedForNothingWouldStartIt() => Assert.Contains("registers a hosted service, and nothing would start it",
        Assert.Single(Register(r => r.Services.AddKeyedScoped<CustomerHooks, Silent>(r.Key).AddSingleton<IHostedService>(_ => null!)).Problems), StringComparison.Ordinal);

    [Fact]
    public void ReadSettings_OfEveryType_AreRead_AndWhatIsNotSetKeepsItsDefault()
    {
        Settings? read = null;
        var registration = Register(r =>
        {
            read = r.ReadSettings<Settings>();
            r.Services.AddKeyedScoped<CustomerHooks, Silent>(r.Key);
        }, new()
        {
            ["name"] = "N", ["Rate"] = "0.25", ["Count"] = "3", ["IsOn"] = "true", ["Day"] = "2026-11-01", ["At"] = "2026-11-01T06:00Z", ["Pause"] = "00:00:05", ["Url"] = "https://a.example/x", ["Severity"] = "critical", ["Untouched"] = "",
        });

        Assert.Empty(registration.Problems);
        Assert.Equivalent(new Settings
        {
            Name = "N", Rate = 0.25m, Count = 3, IsOn = true, Day = new DateOnly(2026, 11, 1), At = new DateTimeOffset(2026, 11, 1, 6, 0, 0, TimeSpan.Zero), Pause = TimeSpan.FromSeconds(5),
            Url = new Uri("https://a.example/x"), Severity = AlarmSeverity.Critical, Untouched = "default",
        }, read, strict: true);
    }

    [Fact]
    public void ReadSettings_WrongMissingAndUnknown_AreToldTogether()
    {
        var problems = Register(r =>
        {
            r.ReadSettings<Settings>();
            r.Services.AddKeyedScoped<CustomerHooks, Silent>(r.Key);
        }, new() { ["Rate"] = "much", ["Severity"] = "1", ["Pause"] = "soon", ["Url"] = "/x", ["Nmae"] = "N" }).Problems;

        Assert.Equal(
        [
            "Customers:acme:Name is not set; allowed is a text.",
            "Customers:acme:Nmae is set, but no such key is known. Is Customers:acme:Name meant? It may be a text.",
            "Customers:acme:Pause is something else; allowed is a time span such as 00:00:30.",
            "Customers:acme:Rate is something else; allowed is a number.",
            "Customers:acme:Severity is something else; allowed is Warning or Critical.",
            "Customers:acme:Url is something else; allowed is an address such as https://host.example/path.",
        ], problems.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ReadSettings_NobodyReads_AreUnknownKeys() => Assert.Equal("Customers:acme:Rate is set, but no such key is known.",
        Assert.Single(Register(r => r.Services.AddKeyedScoped<CustomerHooks, Silent>(r.Key), new() { ["Rate"] = "1" }).Problems));

    [Fact]
    public void ReadSettings_OfATypeNoTextCanSay_IsRefused() =>
        Assert.Contains("Unreadable.Things is of type Object", Assert.Single(Register(r => r.ReadSettings<Unreadable>()).Problems), StringComparison.Ordinal);

    private static Task Deliver(CustomerServices customer) => customer.DeliverAsync(TestEvents.AlarmCreated(), () => new Acts(), Soon, Cancel);

    private static CustomerServices Build(CustomerHooks hooks) => Build(r => r.Services.AddKeyedScoped(r.Key, (_, _) => hooks));

    private static CustomerServices Build(Action<IHookRegistration> register)
    {
        var registration = Register(register);
        Assert.Empty(registration.Problems);
        return registration.Build(NullLoggerFactory.Instance, TimeProvider.System);
    }

    private static CustomerRegistration Register(Action<IHookRegistration> register, Dictionary<string, string?>? settings = null) => new("acme", new Module(register), settings ?? []);

    private sealed class Module(Action<IHookRegistration> register) : IHookModule
    {
        public void Register(IHookRegistration registration) => register(registration);
    }

    private sealed class Silent : CustomerHooks;

    private sealed class Acting(Func<CancellationToken, Task> act, IReadOnlyList<KpiCard>? cards = null) : CustomerHooks
    {
        public override Task OnAlarmCreatedAsync(AlarmCreatedEvent created, CancellationToken cancellationToken) => act(cancellationToken);

        public override Task<IReadOnlyList<KpiCard>> CalculateCustomKpisAsync(CustomKpiRequest request, CancellationToken cancellationToken) => Task.FromResult(cards!);
    }

    private sealed class PerCall : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class Hooks : CustomerHooks
    {
        private readonly ICustomerActions _actions;

        public Hooks(List<Hooks> made, PerCall call, ICustomerActions actions)
        {
            (Call, _actions) = (call, actions);
            made.Add(this);
        }

        public PerCall Call { get; }

        public override Task OnAlarmCreatedAsync(AlarmCreatedEvent created, CancellationToken cancellationToken) => _actions.CommentOnAlarmAsync(created.Alarm.Id, "seen", cancellationToken);
    }

    private sealed class Acts : ICustomerActions
    {
        public int Comments { get; private set; }

        public Task CommentOnAlarmAsync(long alarmId, string comment, CancellationToken cancellationToken)
        {
            Comments++;
            return Task.CompletedTask;
        }

        public Task AssignAlarmAsync(long alarmId, string email, string? comment, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Settings
    {
        [System.ComponentModel.DataAnnotations.Required]
        public string? Name { get; set; }
        public decimal Rate { get; set; }
        public int? Count { get; set; }
        public bool IsOn { get; set; }
        public DateOnly Day { get; set; }
        public DateTimeOffset At { get; set; }
        public TimeSpan Pause { get; set; }
        public Uri? Url { get; set; }
        public AlarmSeverity Severity { get; set; }
        public string Untouched { get; set; } = "default";
    }

    private sealed class Unreadable
    {
        public object? Things { get; set; }
    }
}
