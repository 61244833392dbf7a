import { flushPromises, mount } from '@vue/test-utils';
import type { VueWrapper } from '@vue/test-utils';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import MappingBoard from './MappingBoard.vue';
import type { BoardItem, Fit } from './board-item';

function items(side: string, count: number): BoardItem[] {
  return Array.from({ length: count }, (_, number) => ({
    id: `M.${side}/A${String(number)}`,
    label: `A${String(number)}`,
    group: `M.${side}`,
    type: 'String(200)',
    badges: [],
    detail: null,
    state: { kind: 'open' },
  }));
}

function fitOf(_source: string, target: string): Fit {
  return target.endsWith('/A1')
    ? { status: 'mismatch', reason: 'A String cannot become a Boolean.' }
    : { status: 'equal', reason: 'Both are of type String.' };
}

function mountBoard(count: number): VueWrapper {
  return mount(MappingBoard, {
    attachTo: document.body,
    props: {
      sourceTitle: 'M.Source',
      targetTitle: 'M.Target',
      sources: items('Source', count),
      targets: items('Target', count),
      pairs: [],
      fitOf,
      replacedBy: () => [],
      samples: null,
      onlyUnmapped: false,
      sort: 'group',
      focus: null,
    },
  }) as VueWrapper;
}

async function press(board: VueWrapper, side: 0 | 1, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await board.findAll('[role=listbox]')[side]?.trigger('keydown', { key });
    await flushPromises();
  }
}

describe('mapping board', () => {
  beforeAll(() => {
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(360);
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(400);
  });
  afterAll(() => {
    vi.restoreAllMocks();
  });

  it('has only the rows in view in the page, of 5,000 on each side', async () => {
    const board = mountBoard(5_000);
    await flushPromises();
    const rows = board.findAll('[role=option]');
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.length).toBeLessThan(80);
    expect(rows[0]?.attributes('aria-setsize')).toBe('5000');
    board.unmount();
  });

  it('maps by keyboard: Enter picks up, arrows choose, Enter drops', async () => {
    const board = mountBoard(4);
    await flushPromises();
    await press(board, 0, 'Home', 'Enter');
    await press(board, 1, 'ArrowDown', 'ArrowDown', 'Enter');
    expect(board.emitted('map')).toEqual([[[{ source: 'M.Source/A0', target: 'M.Target/A2' }]]]);
    board.unmount();
  });

  it('shows the row that it is to show, and not the first one', async () => {
    const board = mountBoard(5_000);
    await board.setProps({ focus: 'M.Source/A4000' });
    await flushPromises();
    const [source] = board.findAll('[role=listbox]');
    expect(document.activeElement).toBe(source?.element);
    await press(board, 0, 'Enter');
    expect(board.get('[data-testid=board-hint]').text()).toContain('A4000');
    board.unmount();
  });

  it('says why a pair does not fit, and maps nothing', async () => {
    const board = mountBoard(4);
    await flushPromises();
    await press(board, 0, 'Home', 'Enter');
    await press(board, 1, 'ArrowDown');
    expect(board.get('[data-testid=board-hint]').text()).toContain('A String cannot become a Boolean.');
    await press(board, 1, 'Enter');
    expect(board.emitted('map')).toBeUndefined();
    expect(board.get('[data-testid=board-hint]').text()).toContain('cannot be mapped');
    board.unmount();
  });

  it('changes nothing on Escape', async () => {
    const board = mountBoard(4);
    await flushPromises();
    await press(board, 0, 'Home', 'Enter');
    await press(board, 1, 'Escape', 'Enter');
    expect(board.emitted('map')).toBeUndefined();
    board.unmount();
  });

  it('brings the other end of a mapping into view', async () => {
    const board = mountBoard(5_000);
    await board.setProps({
      pairs: [{ source: 'M.Source/A0', target: 'M.Target/A4000', status: 'equal' }],
    });
    await flushPromises();
    const [sources, targets] = board.findAll('[role=listbox]').map(({ element }) => element);
    vi.spyOn(targets!, 'scrollHeight', 'get').mockReturnValue(5_000 * 32);
    const scrolled = vi.spyOn(targets!, 'scrollTo');
    await press(board, 0, 'Home');
    const [options] = scrolled.mock.calls.at(-1) as unknown as [{ top: number }];
    expect(Math.floor(options.top / 32)).toBeGreaterThan(3_980);
    expect(Math.floor(options.top / 32)).toBeLessThanOrEqual(4_000);

    const others = vi.spyOn(sources!, 'scrollTo');
    await press(board, 0, 'Enter');
    await press(board, 1, 'Home');
    expect(others, 'not while a target is looked for').not.toHaveBeenCalled();
    board.unmount();
  });

  it('shows sample values, but none of what is sensitive by its name', async () => {
    const board = mountBoard(2);
    const [first, second] = items('Source', 2);
    await board.setProps({
      sources: [
        { ...first!, label: 'ResetToken' },
        { ...second!, label: 'FullName' },
      ],
      samples: new Map([
        [first!.id, { kind: 'values', values: ['canary'] }],
        [second!.id, { kind: 'values', values: ['Anna', 'Ben'] }],
        ['M.Target/A0', { kind: 'failed' }],
      ]),
    });
    await flushPromises();
    expect(board.text()).toContain('Anna · Ben');
    expect(board.text()).toContain('values could not be loaded');
    expect(board.text()).toContain('loading…');
    expect(board.text()).not.toContain('no values');
    expect(board.text()).toContain('not shown: sensitive');
    expect(board.text()).not.toContain('canary');
  });

  it('maps from the target to the source as well', async () => {
    const board = mountBoard(4);
    await flushPromises();
    await press(board, 1, 'Home', 'Enter');
    await press(board, 0, 'ArrowDown', 'Enter');
    expect(board.emitted('map')).toEqual([[[{ source: 'M.Source/A1', target: 'M.Target/A0' }]]]);
    board.unmount();
  });

  it('says before and after the drop which mapping it takes the place of', async () => {
    const board = mountBoard(4);
    await board.setProps({
      replacedBy: (_source: string, target: string) => (target.endsWith('A2') ? ['A9 → A2'] : []),
    });
    await flushPromises();
    await press(board, 0, 'Home', 'Enter');
    await press(board, 1, 'ArrowDown', 'ArrowDown');
    const hint = board.get('[data-testid=board-hint]');
    expect(hint.text()).toContain('Replaces A9 → A2.');
    await press(board, 1, 'Enter');
    expect(hint.text()).toContain('A0 mapped to A2. It replaces A9 → A2; Undo brings that back.');
    board.unmount();
  });

  it('maps several to the next open targets that fit', async () => {
    const board = mountBoard(5);
    await flushPromises();
    const [source, target] = board.findAll('[role=listbox]');
    const rows = source?.findAll('[role=option]') ?? [];
    await rows[1]?.trigger('click', { ctrlKey: true });
    await rows[3]?.trigger('click', { shiftKey: true });
    await rows[2]?.trigger('click');
    await target?.findAll('[role=option]')[0]?.trigger('click');
    expect(board.emitted('map')).toEqual([
      [
        [
          { source: 'M.Source/A1', target: 'M.Target/A0' },
          { source: 'M.Source/A2', target: 'M.Target/A2' },
          { source: 'M.Source/A3', target: 'M.Target/A3' },
        ],
      ],
    ]);
    board.unmount();
  });

  it('has a heading for each entity that attributes are inherited from', async () => {
    const board = mountBoard(2);
    const [first, second] = items('Source', 2);
    await board.setProps({ sources: [first!, { ...second!, group: 'System.User' }] });
    await flushPromises();
    expect(board.findAll('.heading-label').map((heading) => heading.text())).toEqual([
      'M.Source',
      'System.User',
    ]);
    await press(board, 0, 'Home', 'ArrowDown', 'Enter');
    expect(board.get('[data-testid=board-hint]').text()).toContain('A1');
    board.unmount();
  });

  it('maps by two clicks', async () => {
    const board = mountBoard(4);
    await flushPromises();
    const [source, target] = board.findAll('[role=listbox]');
    await source?.findAll('[role=option]')[3]?.trigger('click');
    await target?.findAll('[role=option]')[0]?.trigger('click');
    expect(board.emitted('map')).toEqual([[[{ source: 'M.Source/A3', target: 'M.Target/A0' }]]]);
    board.unmount();
  });
});
