// Charts take data, not options: what a chart means is decided in C#, how it looks is decided here.
import * as echarts from 'echarts/core';
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent, TooltipComponent } from 'echarts/components';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';
import { palette } from './palette.js';
import { cumulative } from './cumulative.js';
import { daily } from './daily.js';
import { history } from './history.js';

echarts.use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent, TooltipComponent, LabelLayout, CanvasRenderer]);

const live = new Map();

/** Cumulative use over a period against the quota and its thresholds. */
export const renderCumulative = (element, data) => render(element, data, cumulative);
/** Use of each day, missing days hatched, the quota's share of a day as a line. */
export const renderDaily = (element, data) => render(element, data, daily);
/** Use of past periods as bars in the colour of their status, the quota then in force as a mark on each. */
export const renderHistory = (element, data) => render(element, data, history);

export function dispose(element) {
  const entry = live.get(element);
  if (!entry) return;
  live.delete(element);
  entry.observer.disconnect();
  entry.chart.dispose();
}

function render(element, data, compose) {
  let entry = live.get(element);
  if (!entry) {
    const chart = echarts.init(element, null, { renderer: 'canvas' });
    // Sizes come with the first observation and with every later one: no chart is drawn at the width of a hidden tab.
    const observer = new ResizeObserver(() => { if (element.clientWidth > 0) { chart.resize(); draw(element); } });
    entry = { chart, observer };
    live.set(element, entry);
    observer.observe(element);
  }
  entry.data = data;
  entry.compose = compose;
  draw(element);
}

function draw(element) {
  const { chart, data, compose } = live.get(element);
  const option = compose(data, palette(element), { width: element.clientWidth, narrow: element.clientWidth < 560 });
  chart.setOption({ animation: false, aria: { enabled: true, decal: { show: false }, label: { description: data.label } }, ...option }, { notMerge: true });
}

// Canvas does not follow CSS variables: read them again when the theme changes.
document.addEventListener('ems:theme', () => {
  for (const element of [...live.keys()]) {
    if (element.isConnected) draw(element); else dispose(element);
  }
});
