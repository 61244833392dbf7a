import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components';
import type { EChartsCoreOption } from 'echarts/core';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { EntityUsers, StatementResult } from '../../../shared/report';
import { formatCount, formatDuration } from './format';

use([BarChart, GridComponent, LegendComponent, AriaComponent, SVGRenderer]);

/** A drawn chart. `svg` uses the colours of {@link CHART_COLOURS} and nothing from outside. */
export interface Chart {
  title: string;
  /** The same in words, for who cannot see it. */
  description: string;
  width: number;
  height: number;
  svg: string;
}

/** Distinct colours, so that the HTML can exchange them for those of the reader's colour scheme. */
export const CHART_COLOURS = { text: '#1c2430', before: '#8a96a8', after: '#2563c9' } as const;

const WIDTH = 720;
const LONGEST_BARS = 8;
const LABEL_WIDTH = 300;

/** Where the time went: the longest statements, the others as one bar. */
export function timeChart(statements: StatementResult[]): Chart {
  const byTime = [...statements].sort((a, b) => b.ms - a.ms);
  const bars = byTime.slice(0, LONGEST_BARS).map(({ title, ms }) => ({ title, ms }));
  const others = byTime.slice(LONGEST_BARS);
  if (others.length > 0) {
    bars.push({
      title: `${formatCount(others.length)} others`,
      ms: others.reduce((sum, { ms }) => sum + ms, 0),
    });
  }
  return barChart({
    title: 'Where the time went',
    description: `Time per statement: ${bars.map(({ title, ms }) => `${title} ${formatDuration(ms)}`).join('; ')}.`,
    height: 30 + bars.length * 28,
    categories: bars.map(({ title }) => title),
    series: [{ name: 'Time', colour: CHART_COLOURS.after, values: bars.map(({ ms }) => ms) }],
    format: formatDuration,
  });
}

/** Users of each entity before and after. */
export function usersChart(users: EntityUsers[]): Chart {
  const words = users.map(
    ({ entity, before, after }) => `${entity} ${formatCount(before)} before, ${formatCount(after)} after`,
  );
  return barChart({
    title: 'Users of each entity',
    description: `Users per entity: ${words.join('; ')}.`,
    height: 60 + users.length * 44,
    categories: users.map(({ entity }) => entity),
    series: [
      { name: 'Before', colour: CHART_COLOURS.before, values: users.map(({ before }) => before) },
      { name: 'After', colour: CHART_COLOURS.after, values: users.map(({ after }) => after) },
    ],
    format: formatCount,
  });
}

/** A bar for each category, or one of each series. */
export interface BarDrawing {
  title: string;
  description: string;
  height: number;
  categories: string[];
  series: { name: string; colour: string; values: number[] }[];
  /** All series of a category in one bar, their values inside. */
  stacked?: boolean;
  format: (value: number) => string;
}

/** Draws horizontal bars without a browser. */
export function barChart(drawing: BarDrawing): Chart {
  const { title, description, height, categories, series, stacked = false, format } = drawing;
  const legend = series.length > 1;
  const option: EChartsCoreOption = {
    animation: false,
    aria: { enabled: true, label: { description } },
    textStyle: { fontFamily: 'Roboto, sans-serif', color: CHART_COLOURS.text },
    legend: { show: legend, left: 0, top: 0, textStyle: { color: CHART_COLOURS.text } },
    grid: { left: LABEL_WIDTH + 10, right: 80, top: legend ? 34 : 6, bottom: 6 },
    xAxis: { type: 'value', show: false, min: 0 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: categories,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: CHART_COLOURS.before } },
      axisLabel: { color: CHART_COLOURS.text, width: LABEL_WIDTH, overflow: 'truncate', interval: 0 },
    },
    series: series.map(({ name, colour, values }) => ({
      type: 'bar',
      name,
      data: values,
      ...(stacked && { stack: 'all' }),
      itemStyle: { color: colour },
      barMaxWidth: 18,
      label: {
        show: true,
        position: stacked ? 'inside' : 'right',
        color: stacked ? 'white' : CHART_COLOURS.text,
        formatter: ({ value }: { value: number }) => format(value),
      },
    })),
  };
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    chart.setOption(option);
    return { title, description, width: WIDTH, height, svg: withoutInteraction(chart.renderToSVGString()) };
  } finally {
    chart.dispose();
  }
}

/** Takes the hover styles and the marks for a browser-side ECharts out: this is a still picture. */
function withoutInteraction(svg: string): string {
  return svg
    .replace(/<style\b[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
    .replace(/\n+/g, '');
}
