using System.Diagnostics;
using EmsDashboard.Hooks;

namespace EmsDashboard.Features.Hooks.Customers;

/// <summary>
/// What a customer's module has registered, in a collection of its own: nobody else registers there, and neither the product's services nor
/// another customer's can be reached from there.
/// </summary>
internal sealed class CustomerRegistration : IHookRegistration
{
    private readonly ServiceCollection _services = [];
    private readonly CustomerSettings _settings;

    /// <param name="settings">What the configuration holds below the customer's section, keys relative to it.</param>
    public CustomerRegistration(string key, IHookModule module, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        Key = key;
        _settings = new CustomerSettings(key, settings);
        Problems = Register(module);
    }

    public string Key { get; }

    public IServiceCollection Services => _services;

    /// <summary>What keeps the customer from being used, each a sentence; empty when nothing does.</summary>
    public IReadOnlyList<string> Problems { get; }

    public TSettings ReadSettings<TSettings>() where TSettings : class, new() => _settings.Read<TSettings>();

    /// <summary>The customer's services, ready to be called. Only without problems.</summary>
    public CustomerServices Build(ILoggerFactory loggers, TimeProvider time) => new(Key, _services, loggers, time);

    private List<string> Register(IHookModule module)
    {
        var name = module.GetType().Name;
        try
        {
            module.Register(this);
        }
        catch (Exception error)
        {
            return [$"Customer '{Key}': {name}.Register failed with {error.GetType().Name}: {error.Message.TrimEnd('.')}{Place(error, module)}. Nothing of it is used until that is put right.", .. _settings.Problems];
        }

        List<string> problems = [.. _settings.Problems, .. ProblemsOfHooks(name)];
        if (_services.Any(s => s.ServiceType.FullName == "Microsoft.Extensions.Hosting.IHostedService"))
            problems.Add($"Customer '{Key}': {name} registers a hosted service, and nothing would start it. Do the work in a hook.");
        return problems.Count > 0 ? problems : ProblemsOfServices(name);
    }

    private IEnumerable<string> ProblemsOfHooks(string module)
    {
        var hooks = _services.Where(s => s.ServiceType == typeof(CustomerHooks)).ToList();
        var wayOut = $"It has to say services.AddKeyedScoped<CustomerHooks, …>(\"{Key}\") exactly once.";
        if (hooks.Count == 0) yield return $"Customer '{Key}': {module} registers no CustomerHooks. {wayOut}";
        else if (hooks.Find(s => !Key.Equals(s.ServiceKey)) is { } other) yield return $"Customer '{Key}': {module} registers CustomerHooks {Under(other.ServiceKey)}. {wayOut}";
        else if (hooks.Count > 1) yield return $"Customer '{Key}': {module} registers CustomerHooks {hooks.Count} times. {wayOut}";

        static string Under(object? key) => key is null ? "without a key" : key == KeyedService.AnyKey ? "under every key" : $"under the key '{key}'";
    }

    /// <summary>A service that nobody registered is found now, not by the first event in the night.</summary>
    private List<string> ProblemsOfServices(string module)
    {
        List<string> problems = [];
        try
        {
            using var trial = CustomerServices.BuildProvider(_services, new NoLoggers(), TimeProvider.System);
        }
        catch (AggregateException several)
        {
            problems.AddRange(several.InnerExceptions.Select(e => Innermost(e).Message).Distinct().Select(message => $"Customer '{Key}': {message.TrimEnd('.')}. Register it in {module}."));
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            problems.Add($"Customer '{Key}': {error.Message.TrimEnd('.')}. Put it right in {module}.");
        }

        return problems;
    }

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;

    /// <summary>Where it was thrown, for whoever wrote the module.</summary>
    private static string Place(Exception error, IHookModule module)
    {
        var frame = new StackTrace(error, fNeedFileInfo: true).GetFrames().FirstOrDefault(f => f.GetFileName() is not null && f.GetMethod()?.Module.Assembly == module.GetType().Assembly);
        return frame is null ? "" : $" ({Path.GetFileName(frame.GetFileName())}, line {frame.GetFileLineNumber()})";
    }

    private sealed class NoLoggers : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => throw new NotSupportedException();

        public void Dispose() { }
    }
}
