import { day } from './format.js';
import { hatch } from './palette.js';
import { categoryAxis, legend, lines as strokes, roundTop, tooltip, valueAxis, withUnit } from './parts.js';

/**
 * data: { label, language, unit, days: [iso], values: [number|null], missing: [bool], budget: number|null,
 *         texts: { measured, missing, budget } }
 * A day in the future is null and not missing; a day that should have data and has none is null and missing.
 */
export function daily(data, colours, { narrow }) {
  const { texts } = data;
  const labels = data.days.map(iso => day(iso, data.language));
  const top = Math.max(data.budget ?? 0, ...data.values.map(value => value ?? 0));
  const anyMissing = data.missing.some(Boolean);

  const series = [{
    name: texts.measured, type: 'bar', data: data.values, barCategoryGap: '18%', itemStyle: { color: colours.actual },
    // From edge to edge; named in the legend, because on the line its name would cover days.
    markLine: data.budget ? { silent: true, symbol: 'none', animation: false, data: [{ yAxis: data.budget, lineStyle: { color: colours.budget, width: 1.2, type: [5, 4] }, label: { show: false } }] } : undefined,
  }];
  if (data.budget) series.push({ name: texts.budget, type: 'line', data: [], lineStyle: { width: 1.2, type: [5, 4], color: colours.budget }, itemStyle: { color: colours.budget } });
  if (anyMissing) series.push({
    name: texts.missing, type: 'bar', barGap: '-100%', silent: true,
    data: data.missing.map((missing, index) => missing ? (data.values[index] ? { value: data.values[index], itemStyle: { color: 'transparent', decal: hatch(colours.surface) } } : top) : null),
    itemStyle: { color: 'transparent', borderColor: colours.nodata, borderWidth: 1, decal: hatch(colours.nodata) },
  });

  return {
    grid: { left: 8, right: 8, top: 30, bottom: 44, containLabel: true },
    xAxis: categoryAxis(colours, labels, data.days.length, narrow),
    yAxis: valueAxis(colours, { ...data, top: roundTop((data.budget ?? 0) * 1.08) }),
    series,
    legend: legend(colours, series.map(one => ({ name: one.name, icon: one.type === 'line' ? strokes.dashed : 'rect' }))),
    tooltip: {
      ...tooltip(colours, index => day(data.days[index], data.language, true), index => [
        [texts.measured, withUnit(data.values[index], data)],
        data.missing[index] && [texts.missing, ''],
        data.budget && [texts.budget, withUnit(data.budget, data)],
      ]),
      axisPointer: { type: 'shadow', shadowStyle: { color: colours.surface2, opacity: .6 } },
    },
  };
}
