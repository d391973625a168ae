namespace EmsDashboard.Features.Alarms.Components;

/// <summary>Marks the resources of the alarm pages: AlarmDeskText.resx and AlarmDeskText.zh-CN.resx beside this file.</summary>
public sealed class AlarmDeskText;
