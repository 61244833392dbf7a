import { BarChart, SankeyChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components';
import type { EChartsCoreOption } from 'echarts/core';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { StatementResult } from '../../../shared/report';
import { formatDuration, formatNumber as formatCount, plural } from '../../../shared/wording';

use([BarChart, SankeyChart, GridComponent, LegendComponent, AriaComponent, SVGRenderer]);

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
const FLOW_LABEL = 250;

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

/** From which entity to which how many users went. */
export function flowChart(steps: { source: string; target: string; users: number }[]): Chart {
  const words = steps.map(
    ({ source, target, users }) => `${plural(users, 'user')} from ${source} to ${target}`,
  );
  const flows = mergedFlows(steps);
  const sum = (side: 'from' | 'to', name: string): number =>
    flows.filter((flow) => flow[side] === name).reduce((total, { users }) => total + users, 0);
  const froms = [...new Set(flows.map(({ from }) => from))];
  const tos = [...new Set(flows.map(({ to }) => to))];
  const node = (side: 'from' | 'to', entity: string): object => ({
    // The same entity may be a source of one move and the target of another.
    name: `${side} ${entity}`,
    itemStyle: { color: side === 'from' ? CHART_COLOURS.before : CHART_COLOURS.after },
    label: {
      position: side === 'from' ? 'left' : 'right',
      formatter: `${entity}: ${formatCount(sum(side, entity))}`,
    },
  });
  return draw({
    title: 'Users from source to target',
    description: `Users per move: ${words.join('; ')}.`,
    height: 40 + Math.max(froms.length, tos.length) * 46,
    option: {
      series: [
        {
          type: 'sankey',
          left: FLOW_LABEL,
          right: FLOW_LABEL,
          top: 12,
          bottom: 12,
          nodeWidth: 14,
          nodeGap: 16,
          layoutIterations: 0,
          data: [...froms.map((entity) => node('from', entity)), ...tos.map((entity) => node('to', entity))],
          links: flows.map(({ from, to, users }) => ({
            source: `from ${from}`,
            target: `to ${to}`,
            value: users,
          })),
          lineStyle: { color: CHART_COLOURS.before, opacity: 0.35 },
          label: { color: CHART_COLOURS.text, width: FLOW_LABEL - 10, overflow: 'truncate' },
        },
      ],
    },
  });
}

/** Two moves between the same entities are one flow. */
function mergedFlows(
  steps: { source: string; target: string; users: number }[],
): { from: string; to: string; users: number }[] {
  const flows = new Map<string, { from: string; to: string; users: number }>();
  for (const { source, target, users } of steps) {
    const key = JSON.stringify([source, target]);
    flows.set(key, { from: source, to: target, users: users + (flows.get(key)?.users ?? 0) });
  }
  return [...flows.values()];
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
  return draw({ title, description, height, option });
}

function draw(drawing: Omit<Chart, 'width' | 'svg'> & { option: EChartsCoreOption }): Chart {
  const { title, description, height, option } = drawing;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    chart.setOption({
      animation: false,
      aria: { enabled: true, label: { description } },
      textStyle: { fontFamily: 'Roboto, sans-serif', color: CHART_COLOURS.text },
      ...option,
    });
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
