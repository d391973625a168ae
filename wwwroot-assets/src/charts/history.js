import { categoryAxis, legend, lines, tooltip, valueAxis, withUnit } from './parts.js';
import { status } from './palette.js';

// What is known only by its data state is drawn like the rest: there the words say more than a colour.
const statusOf = name => name === 'grey' ? 'normal' : name;

/**
 * data: { label, language, unit, periods: [text], actual: [number|null], quota: [number|null], status: ['normal'|'warning'|'exceeded'|'grey'],
 *         running: index of the period that has not ended, or -1, texts: { actual, quota, normal, warning, exceeded } }
 */
export function history(data, colours, { narrow }) {
  const { texts } = data;
  // One series a status, so that the legend names the colours; each bar belongs to one of them.
  const bars = ['normal', 'warning', 'exceeded'].filter(name => data.status.some((one, index) => statusOf(one) === name && data.actual[index] !== null)).map(name => ({
    name: texts[name], type: 'bar', barCategoryGap: '28%', barGap: '-100%', itemStyle: { color: status(colours, name) },
    data: data.actual.map((value, index) => statusOf(data.status[index]) === name ? { value, itemStyle: { opacity: index === data.running ? .55 : 1 } } : null),
  }));
  const series = [
    ...bars,
    {
      name: texts.quota, type: 'line', data: data.quota, symbol: 'rect', symbolSize: [narrow ? 14 : 22, 2.5], lineStyle: { width: 0 }, itemStyle: { color: colours.ink }, z: 5,
    },
  ];
  return {
    grid: { left: 8, right: 8, top: 30, bottom: 44, containLabel: true },
    xAxis: categoryAxis(colours, data.periods, data.periods.length, narrow),
    yAxis: valueAxis(colours, data),
    series,
    legend: legend(colours, [...bars.map(one => ({ name: one.name, icon: 'rect' })), { name: texts.quota, icon: lines.solid }]),
    tooltip: {
      ...tooltip(colours, index => data.periods[index], index => [
        [texts.actual, withUnit(data.actual[index], data)],
        [texts.quota, withUnit(data.quota[index], data)],
      ]),
      axisPointer: { type: 'shadow', shadowStyle: { color: colours.surface2, opacity: .6 } },
    },
  };
}
