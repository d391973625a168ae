const names = {
  ink: '--ink', ink2: '--ink-2', ink3: '--ink-3', surface: '--surface', surface2: '--surface-2', rule: '--rule', ruleStrong: '--rule-strong', grid: '--grid',
  actual: '--c-actual', forecast: '--forecast', forecastInk: '--forecast-ink', last: '--c-last', budget: '--c-budget',
  normal: '--normal', warning: '--warning', exceeded: '--exceeded', nodata: '--nodata', nodataSoft: '--nodata-soft',
  warningInk: '--warning-ink', exceededInk: '--exceeded-ink', nodataInk: '--nodata-ink', font: '--font',
};

/** The colours of the theme in force, by role. */
export function palette(element) {
  const style = getComputedStyle(element);
  return Object.fromEntries(Object.entries(names).map(([role, name]) => [role, style.getPropertyValue(name).trim()]));
}

/** Diagonal lines: the sign for missing and estimated, on every chart. */
export function hatch(colour) {
  return { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: colour, symbolSize: 1 };
}

export const status = (colours, name) => ({ exceeded: colours.exceeded, warning: colours.warning })[name] ?? colours.actual;
