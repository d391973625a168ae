import { amount, day } from './format.js';
import { hatch } from './palette.js';
import { categoryAxis, halo, legend, lines as strokes, roundTop, tooltip, valueAxis, withUnit } from './parts.js';

/**
 * data: { label, language, unit, days: [iso], actual: [number|null], quota: number|null, warning: number|null, alert: number|null (amounts),
 *         last: [number|null]|null, dataThrough: iso|null, event: { day: iso, text }|null, forecast: { value: [number|null], low, high, exceedsOn: index|null }|null,
 *         texts: { actual, budget, last, quota, warning, dataThrough, forecast, interval, exceedsOn } }
 */
export function cumulative(data, colours, { narrow }) {
  const { texts } = data;
  const labels = data.days.map(iso => day(iso, data.language));
  const end = data.actual.findLastIndex(value => value !== null);
  const budget = data.quota ? data.days.map((_, index) => data.quota * (index + 1) / data.days.length) : null;

  const series = [{
    name: texts.actual, type: 'line', showSymbol: false, data: data.actual, z: 5, lineStyle: { width: 2.5, color: colours.actual }, itemStyle: { color: colours.actual },
    markLine: { silent: true, symbol: 'none', animation: false, data: lines() },
    markPoint: end < 0 ? undefined : {
      silent: true, symbol: 'circle', symbolSize: 10, itemStyle: { color: colours.actual, borderColor: colours.surface, borderWidth: 2 }, label: { show: false },
      data: [{ coord: [end, data.actual[end]] }],
    },
  }];
  if (data.forecast) series.push(...ahead(data.forecast));
  if (budget) series.push({ name: texts.budget, type: 'line', showSymbol: false, data: budget, lineStyle: { width: 1, type: [5, 4], color: colours.budget }, itemStyle: { color: colours.budget } });
  if (data.last) series.push({ name: texts.last, type: 'line', showSymbol: false, data: data.last, lineStyle: { width: 1.5, type: [1.5, 3], color: colours.last }, itemStyle: { color: colours.last } });

  return {
    grid: { left: 8, right: narrow ? 8 : endLabelRoom(), top: 30, bottom: narrow ? 66 : 44, containLabel: true },
    xAxis: { ...categoryAxis(colours, labels, data.days.length, narrow), boundaryGap: false },
    yAxis: valueAxis(colours, { ...data, top: roundTop(Math.max(data.alert ?? 0, data.quota ?? 0) * 1.04) }),
    series: series.map(one => narrow ? one : { ...one, ...endLabel(one) }),
    legend: legend(colours, series.filter(one => one.name).map(one => ({
      name: one.name, icon: { [texts.budget]: strokes.dashed, [texts.forecast]: strokes.dashed, [texts.last]: strokes.dotted, [texts.interval]: 'rect' }[one.name] ?? strokes.solid,
    }))),
    tooltip: tooltip(colours, index => day(data.days[index], data.language, true), index => [
      data.actual[index] !== null && [texts.actual, withUnit(data.actual[index], data)],
      data.forecast?.value[index] != null && data.actual[index] === null && [texts.forecast, withUnit(data.forecast.value[index], data)],
      data.forecast?.value[index] != null && data.actual[index] === null && [texts.interval, `${amount(data.forecast.low[index])} – ${withUnit(data.forecast.high[index], data)}`],
      budget && [texts.budget, withUnit(budget[index], data)],
      data.last && [texts.last, withUnit(data.last[index], data)],
    ]),
  };

  function lines() {
    const label = (text, colour) => ({ formatter: text, position: 'insideStartTop', color: colour, fontSize: 11, fontFamily: colours.font, distance: [4, 2], ...halo(colours) });
    const marks = [];
    if (data.warning) marks.push({ yAxis: data.warning, lineStyle: { color: colours.warning, width: 1.2, type: 'solid' }, label: label(texts.warning, colours.warningInk) });
    if (data.alert) marks.push({ yAxis: data.alert, lineStyle: { color: colours.exceeded, width: 1.8, type: 'solid' }, label: label(texts.quota, colours.exceededInk) });
    if (data.event) marks.push({
      xAxis: data.days.indexOf(data.event.day), lineStyle: { color: colours.ink, width: 1.2, type: 'solid' },
      label: { formatter: data.event.text, position: 'end', color: colours.ink, fontSize: 11, fontFamily: colours.font, align: data.days.indexOf(data.event.day) > data.days.length / 2 ? 'right' : 'left', distance: 4 },
    });
    if (data.dataThrough && end >= 0 && end < data.days.length - 1) marks.push({
      xAxis: data.days.indexOf(data.dataThrough), lineStyle: { color: colours.ink3, width: 1, type: 'solid' },
      label: { formatter: texts.dataThrough, position: 'end', color: colours.ink3, fontSize: 11, fontFamily: colours.font, align: end > data.days.length / 2 ? 'right' : 'left', distance: 4 },
    });
    return marks;
  }

  // The band is two stacked lines: the lower edge without a fill, and what lies between it and the upper one.
  function ahead({ value, low, high, exceedsOn }) {
    const joined = line => line.map((v, index) => v ?? (index === end ? data.actual[end] : null));
    const [lower, upper] = [joined(low), joined(high)];
    const edge = { width: .8, color: colours.forecast };
    return [
      {
        name: texts.forecast, type: 'line', showSymbol: false, data: joined(value), z: 4, lineStyle: { width: 2, type: [6, 3], color: colours.forecast }, itemStyle: { color: colours.forecast },
        markLine: exceedsOn === null ? undefined : {
          silent: true, symbol: 'none', animation: false, label: { show: false }, lineStyle: { color: colours.forecast, width: 1, type: [2, 3] },
          data: [[{ coord: [exceedsOn, 0] }, { coord: [exceedsOn, value[exceedsOn]] }]],
        },
        // The day is written where nothing else is: at the foot of the line, towards the middle of the chart unless the data end there.
        markPoint: exceedsOn === null ? undefined : {
          silent: true, itemStyle: { color: colours.forecast, borderColor: colours.surface, borderWidth: 1.5 },
          label: { show: false },
          data: [
            { coord: [exceedsOn, value[exceedsOn]], symbol: 'diamond', symbolSize: 12 },
            { coord: [exceedsOn, 0], symbol: 'rect', symbolSize: 0, label: {
              show: true, formatter: texts.exceedsOn, position: exceedsOn > data.days.length / 2 && exceedsOn - end > data.days.length / 6 ? 'left' : 'right', distance: 6, offset: [0, -12],
              color: colours.forecastInk, fontSize: 11, fontWeight: 600, fontFamily: colours.font, ...halo(colours),
            } },
          ],
        },
      },
      { type: 'line', stack: 'interval', stackStrategy: 'all', silent: true, showSymbol: false, data: lower, lineStyle: edge, z: 3 },
      {
        name: texts.interval, type: 'line', stack: 'interval', stackStrategy: 'all', silent: true, showSymbol: false, z: 3, lineStyle: edge, itemStyle: { color: 'transparent', borderColor: colours.forecast, borderWidth: .8, decal: hatch(colours.forecast) },
        data: upper.map((v, index) => v === null ? null : v - lower[index]), areaStyle: { color: 'transparent', opacity: 1 },
      },
    ];
  }

  function endLabelRoom() {
    return 112;
  }

  // Lines are named at their right end, where the eye arrives. Two that end at one value are named one below the other.
  function endLabel(one) {
    const last = one.data.findLast(value => value !== null && value !== undefined);
    if (last === undefined || !one.name || one.name === texts.interval || one.name === texts.actual && end < one.data.length - 1) return {};
    return {
      endLabel: {
        show: true, formatter: `{v|${amount(last)}}\n{n|${one.name}}\n{gap|\u00a0}`, fontFamily: colours.font, distance: 8,
        rich: { v: { color: one.itemStyle.color, fontWeight: 600, fontSize: 12, lineHeight: 15 }, n: { color: colours.ink3, fontSize: 11, lineHeight: 14 }, gap: { fontSize: 6, lineHeight: 6 } },
      },
      labelLayout: { moveOverlap: 'shiftY' },
    };
  }
}
