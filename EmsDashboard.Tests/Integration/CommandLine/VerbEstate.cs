namespace EmsDashboard.Tests.Integration.CommandLine;

/// <summary>A small estate with three quotas, and the product's verbs on it at noon of 15 December 2020; made once for a class.</summary>
public sealed class VerbEstate(PostgresServer server) : IAsyncLifetime
{
    private readonly TestDatabase _database = new(server);

    internal ProductProcess Product { get; private set; } = null!;
    internal QuotaChecks Checks { get; private set; } = null!;
    internal Imports Imports { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        Product = new(_database.ConnectionString, new Dictionary<string, string> { ["Ems__Clock__StartAt"] = "2020-12-15T12:00:00Z" });
        Checks = new(_database, "2020-12-15T12:00:00Z");
        Imports = new(_database);
        await Imports.SmallEstateAsync();
        await Imports.StoreAsync("energy", Imports.EnergyHeader + "E1,2020-11-20,electricity,700\nE1,2020-12-01,electricity,950\nW1,2020-12-02,water,85\n");
        await Imports.StoreAsync("quotas", """
            quota_id,name,scope,target,energy_type,period,time_zone,quota_value,unit,warning_threshold_pct,alert_threshold_pct,is_active
            OVER,Main,device,E1,electricity,monthly,Europe/London,900,kWh,80,100,true
            NEAR,Tap,device,W1,water,monthly,Europe/Madrid,100,m3,80,100,true
            FINE,All power,energy_type,,electricity,yearly,Europe/London,1000000,kWh,80,100,true

            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (Product is not null) await Product.DisposeAsync();
        await _database.DisposeAsync();
    }
}
