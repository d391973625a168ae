using System.ComponentModel.DataAnnotations;
using Cronos;

namespace EmsDashboard.Infrastructure.Configuration;

/// <summary>A CRON expression the scheduler understands: five fields, minute to weekday, in UTC.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CronAttribute : ValidationAttribute
{
    public CronAttribute() => ErrorMessage = "a CRON expression of five fields such as */15 * * * *";

    public override bool IsValid(object? value)
    {
        if (value is not string text) return false;
        try
        {
            CronExpression.Parse(text);
            return true;
        }
        catch (CronFormatException)
        {
            return false;
        }
    }
}
