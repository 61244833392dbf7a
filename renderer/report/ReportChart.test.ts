import { flushPromises, mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import ReportChart from './ReportChart.vue';

vi.mock('../../shared/charts', () => {
  throw new TypeError('Failed to fetch dynamically imported module');
});

it('is left out where drawing cannot be loaded', async () => {
  const chart = mount(ReportChart, { props: { draw: () => ({}) as never } });
  expect(chart.find('figure').exists()).toBe(true);
  await flushPromises();
  await vi.waitFor(() => {
    expect(chart.find('figure').exists()).toBe(false);
  });
});
