using EmsDashboard.Benchmarks;
using EmsDashboard.Benchmarks.Scale;

return args switch
{
    ["import", var data, ..] => await ImportBenchmark.RunAsync(data, args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 5),
    ["scale", var size, ..] => await ScaleBenchmark.RunAsync(ScaleSize.Of(size), withLoop: !args.Contains("--without-loop"), isKept: args.Contains("--keep")),
    ["ingest", ..] => await IngestBenchmark.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 5),
    ["growth"] => await ScaleBenchmark.GrowthAsync(),
    ["forecast", var data] => ForecastBenchmark.Run(data),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Benchmarks compare the product with the plainest way to do the same, in one run. Those marked * need ConnectionStrings__Ems to
        name a PostgreSQL whose role may create databases; they are dropped at the end.
        * import DATA_FOLDER [ROUNDS]   daily rows of DATA_FOLDER/energy_daily through the product and through psql \copy
        * scale S|M|L [--without-loop] [--keep]
                                        the check on a made-up estate of that size, against the loop it replaced; --keep leaves the database
        * ingest [ROUNDS]               300,000 daily rows with differences and fold, against COPY into a table with the same key
        * growth                        the full check of the same quotas on four times the history and four times the devices
          forecast DATA_FOLDER          every active quota of DATA_FOLDER/quotas.csv forecast in its last 24 months, against how they ended
        """);
    return 64;
}
