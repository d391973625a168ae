import { categoryAxis, legend, tooltip, valueAxis, withUnit } from './parts.js';
import { status } from './palette.js';

/**
 * data: { label, language, unit, periods: [text], actual: [number|null], quota: [number|null], status: ['normal'|'warning'|'exceeded'],
 *         running: index of the period that has not ended, or -1, texts: { actual, quota, exceeded } }
 */
export function history(data, colours, { narrow }) {
  const { texts } = data;
  const series = [
    {
      name: texts.actual, type: 'bar', barCategoryGap: '28%', itemStyle: { color: colours.actual },
      data: data.actual.map((value, index) => ({ value, itemStyle: { color: status(colours, data.status[index]), opacity: index === data.running ? .55 : 1 } })),
    },
    {
      name: texts.quota, type: 'line', data: data.quota, symbol: 'rect', symbolSize: [narrow ? 14 : 22, 2.5], lineStyle: { width: 0 }, itemStyle: { color: colours.ink }, z: 5,
    },
  ];
  return {
    grid: { left: 8, right: 8, top: 30, bottom: 56, containLabel: true },
    xAxis: categoryAxis(colours, data.periods, data.periods.length, narrow),
    yAxis: valueAxis(colours, data),
    series,
    legend: legend(colours, [{ name: texts.actual, icon: 'rect' }, { name: texts.quota, icon: 'path://M0 4h18v2H0z' }]),
    tooltip: {
      ...tooltip(colours, index => data.periods[index], index => [
        [texts.actual, withUnit(data.actual[index], data)],
        [texts.quota, withUnit(data.quota[index], data)],
      ]),
      axisPointer: { type: 'shadow', shadowStyle: { color: colours.surface2, opacity: .6 } },
    },
  };
}
