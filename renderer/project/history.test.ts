import { describe, expect, it } from 'vitest';
import { createHistory } from './history';

describe('history', () => {
  it('goes back and forth, and drops what was undone at the next edit', () => {
    const history = createHistory('a');
    history.edit('b');
    history.edit('c');
    history.undo();
    expect(history.current.value).toBe('b');
    history.redo();
    expect(history.current.value).toBe('c');
    history.undo();
    history.edit('d');
    expect(history.canRedo.value).toBe(false);
    history.undo();
    history.undo();
    expect(history.current.value).toBe('a');
    expect(history.canUndo.value).toBe(false);
  });

  it('takes typing in one field for one edit', () => {
    const history = createHistory('');
    history.edit('n', 'name');
    history.edit('na', 'name');
    history.edit('other');
    history.undo();
    expect(history.current.value).toBe('na');
    history.undo();
    expect(history.current.value).toBe('');
  });
});
