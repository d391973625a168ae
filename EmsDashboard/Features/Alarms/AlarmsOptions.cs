using System.ComponentModel.DataAnnotations;

namespace EmsDashboard.Features.Alarms;

/// <summary>Settings under <c>Ems:Alarms</c>.</summary>
public sealed class AlarmsOptions
{
    public const string Section = "Ems:Alarms";

    /// <summary>Percentage points that usage must fall below a threshold before the alarm is lowered or cleared.</summary>
    [Range(0d, 50d)]
    public decimal RecoveryMarginPct { get; init; } = 1;

    /// <summary>Whether a closed period that late data make worse raises an alarm of its own.</summary>
    public bool OnRestatement { get; init; }

    /// <summary>Days for which an alarm may be shelved at most.</summary>
    [Range(1, 366)]
    public int MaxShelveDays { get; init; } = 30;
}
