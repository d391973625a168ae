import { amount, tick } from './format.js';

/** Text of the interface becomes HTML in a tooltip; names of quotas and meters are other people's words. */
export const escape = text => String(text).replace(/[&<>"']/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c]);

/** The end of an axis that has to reach this far: a multiple of a step that its five ticks fall on. */
export function roundTop(value) {
  if (!(value > 0)) return 0;
  const size = 10 ** Math.floor(Math.log10(value / 5));
  const step = [1, 2, 5, 10].map(times => times * size).find(step => step * 6 >= value);
  return Math.ceil(value / step) * step;
}

export function valueAxis(colours, data) {
  return {
    type: 'value', min: value => Math.min(0, value.min), max: value => data.top && data.top > value.max ? data.top : undefined, name: data.unit, nameGap: 14, nameLocation: 'end', splitNumber: 5,
    nameTextStyle: { color: colours.ink3, fontSize: 11, fontFamily: colours.font, align: 'left' },
    axisLine: { show: false }, axisTick: { show: false },
    splitLine: { lineStyle: { color: colours.grid } },
    axisLabel: { color: colours.ink3, fontSize: 11, fontFamily: colours.font, formatter: tick },
  };
}

export function categoryAxis(colours, labels, count, narrow) {
  // A label a week on a month, a label a month on a year; fewer on a phone.
  const step = count > 200 ? 61 : count > 40 ? 30 : count > 14 ? (narrow ? 10 : 7) : count > 8 && narrow ? 3 : 1;
  return {
    type: 'category', data: labels, boundaryGap: true,
    axisLine: { lineStyle: { color: colours.ruleStrong } }, axisTick: { show: false },
    axisLabel: { color: colours.ink3, fontSize: 11, fontFamily: colours.font, interval: index => index % step === 0, hideOverlap: true, margin: 8 },
  };
}

export function tooltip(colours, head, rows) {
  return {
    trigger: 'axis', confine: true, transitionDuration: 0, backgroundColor: colours.surface, borderColor: colours.ruleStrong, borderWidth: 1, padding: [8, 12],
    textStyle: { color: colours.ink2, fontSize: 12, fontFamily: colours.font }, extraCssText: 'box-shadow:var(--shadow-2);border-radius:6px;font-variant-numeric:tabular-nums',
    axisPointer: { type: 'line', snap: true, lineStyle: { color: colours.ink3, type: 'solid', width: 1 } },
    formatter: points => {
      const index = points[0]?.dataIndex ?? 0;
      const lines = rows(index).filter(Boolean).map(([name, value]) =>
        `<tr><td style="padding:1px 16px 1px 0">${escape(name)}</td><td style="text-align:right;color:${colours.ink};font-weight:600">${escape(value)}</td></tr>`);
      return `<div style="color:${colours.ink};font-weight:600;margin-bottom:4px">${escape(head(index))}</div><table style="font:inherit;width:auto;border-collapse:collapse">${lines.join('')}</table>`;
    },
  };
}

export function legend(colours, entries) {
  return {
    bottom: 0, left: 0, itemWidth: 18, itemHeight: 10, itemGap: 18, selectedMode: false, data: entries,
    textStyle: { color: colours.ink2, fontSize: 12, fontFamily: colours.font },
  };
}

/** Signs of the legend for lines, as they are drawn. */
export const lines = {
  solid: 'path://M0 4h18v2.5H0z', dashed: 'path://M0 4.5h5v1.5H0zM7 4.5h5v1.5H7zM14 4.5h4v1.5h-4z', dotted: 'path://M0 4h2v2H0zM4 4h2v2H4zM8 4h2v2H8zM12 4h2v2h-2zM16 4h2v2h-2z',
};

/** Words over bars and lines stay legible: the surface shines through around them. */
export const halo = colours => ({ textBorderColor: colours.surface, textBorderWidth: 3 });

export const withUnit = (value, data) => value === null || value === undefined ? '—' : `${amount(value)}\u202f${data.unit}`;
