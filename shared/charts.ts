import { BarChart, SankeyChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components';
import type { EChartsCoreOption } from 'echarts/core';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { StatementResult } from './report';
import { formatDuration, formatNumber as formatCount, plural } from './wording';

use([BarChart, SankeyChart, GridComponent, LegendComponent, AriaComponent, SVGRenderer]);

/** A drawn chart. `svg` uses the colours of its {@link ChartLook} and nothing from outside. */
export interface Chart {
  title: string;
  /** The same in words, for who cannot see it. */
  description: string;
  width: number;
  height: number;
  svg: string;
}

/** How charts look in a window or on paper. */
export interface ChartLook {
  width: number;
  font: string;
  colours: { text: string; before: string; after: string };
}

/** Of reports. Distinct colours, so that the HTML can exchange them for those of the reader's colour scheme. */
export const REPORT_LOOK: ChartLook = {
  width: 720,
  font: 'Roboto, sans-serif',
  colours: { text: '#1c2430', before: '#8a96a8', after: '#2563c9' },
};

const LONGEST_BARS = 8;
/** Share of the width that names get: of bars, and on each side of a flow. */
const BAR_LABEL = 0.42;
const FLOW_LABEL = 0.35;
/** Of a label, on average and with room to spare. */
const LETTER_WIDTH = 7;
/** Up to so many ends of a flow have room to spare. */
const FEW_ENDS = 5;

/** The longest statements, the others as one bar. */
export function timeChart(statements: StatementResult[], look: ChartLook = REPORT_LOOK): Chart {
  const byTime = [...statements].sort((a, b) => b.ms - a.ms);
  const bars = byTime.slice(0, LONGEST_BARS).map(({ title, ms }) => ({ title, ms }));
  const others = byTime.slice(LONGEST_BARS);
  if (others.length > 0) {
    bars.push({
      title: `${formatCount(others.length)} others`,
      ms: others.reduce((sum, { ms }) => sum + ms, 0),
    });
  }
  const drawing: BarDrawing = {
    title: 'Longest statements',
    description: `Time per statement: ${bars.map(({ title, ms }) => `${title} ${formatDuration(ms)}`).join('; ')}.`,
    height: 30 + bars.length * 28,
    categories: bars.map(({ title }) => title),
    series: [{ name: 'Time', colour: look.colours.after, values: bars.map(({ ms }) => ms) }],
    format: formatDuration,
  };
  return barChart(drawing, look);
}

/** From which entity to which how many users went. */
export function flowChart(
  steps: { source: string; target: string; users: number }[],
  look: ChartLook = REPORT_LOOK,
): Chart {
  const { colours } = look;
  const room = Math.round(look.width * FLOW_LABEL);
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
    itemStyle: { color: side === 'from' ? colours.before : colours.after },
    label: {
      position: side === 'from' ? 'left' : 'right',
      formatter: endLabel(entity, formatCount(sum(side, entity)), Math.floor(room / LETTER_WIDTH)),
    },
  });
  const ends = Math.max(froms.length, tos.length);
  const drawing: Drawing = {
    title: 'Users from source to target',
    description: `Users per move: ${words.join('; ')}.`,
    height: 40 + ends * (ends > FEW_ENDS ? 28 : 46),
    option: {
      series: [
        {
          type: 'sankey',
          left: room,
          right: room,
          top: 12,
          bottom: 12,
          nodeWidth: 14,
          nodeGap: ends > FEW_ENDS ? 8 : 16,
          layoutIterations: 0,
          data: [...froms.map((entity) => node('from', entity)), ...tos.map((entity) => node('to', entity))],
          links: flows.map(({ from, to, users }) => ({
            source: `from ${from}`,
            target: `to ${to}`,
            value: users,
          })),
          lineStyle: { color: colours.before, opacity: 0.35 },
          label: { color: colours.text, width: room - 10, lineHeight: 14, overflow: 'truncate' },
        },
      ],
    },
  };
  return draw(drawing, look);
}

/** The name of a flow's end and its users, on two lines where one has no room; the number always has. */
function endLabel(entity: string, users: string, letters: number): string {
  const line = `${entity}: ${users}`;
  if (line.length <= letters) return line;
  const dot = entity.lastIndexOf('.') + 1;
  const most = letters - users.length - 2;
  const name = entity.slice(dot);
  return `${entity.slice(0, dot)}\n${name.length > most ? `${name.slice(0, most - 1)}…` : name}: ${users}`;
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

/** Draws horizontal bars, without a page. */
export function barChart(drawing: BarDrawing, look: ChartLook = REPORT_LOOK): Chart {
  const { colours } = look;
  const room = Math.round(look.width * BAR_LABEL);
  const { title, description, height, categories, series, stacked = false, format } = drawing;
  const legend = series.length > 1;
  const option: EChartsCoreOption = {
    legend: { show: legend, left: 0, top: 0, textStyle: { color: colours.text } },
    grid: { left: room + 10, right: 80, top: legend ? 34 : 6, bottom: 6 },
    xAxis: { type: 'value', show: false, min: 0 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: categories,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.before } },
      axisLabel: { color: colours.text, width: room, overflow: 'truncate', interval: 0 },
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
        color: stacked ? 'white' : colours.text,
        formatter: ({ value }: { value: number }) => format(value),
      },
    })),
  };
  return draw({ title, description, height, option }, look);
}

type Drawing = Omit<Chart, 'width' | 'svg'> & { option: EChartsCoreOption };

function draw(drawing: Drawing, { width, font, colours }: ChartLook): Chart {
  const { title, description, height, option } = drawing;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({
      animation: false,
      aria: { enabled: true, label: { description } },
      textStyle: { fontFamily: font, color: colours.text },
      ...option,
    });
    return { title, description, width, height, svg: withoutInteraction(chart.renderToSVGString()) };
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
