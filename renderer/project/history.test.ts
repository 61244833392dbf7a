import { describe, expect, it } from 'vitest';
import { createHistory } from './history';

describe('history', () => {
  it('steps back and forth, names what it takes back, and drops what was undone at the next edit', () => {
    const history = createHistory('a');
    expect(history.undoLabel.value).toBeNull();
    history.edit('b', 'to b');
    history.edit('c', 'to c');
    expect(history.undoLabel.value).toBe('to c');
    history.undo();
    expect(history.current.value).toBe('b');
    expect([history.undoLabel.value, history.redoLabel.value]).toEqual(['to b', 'to c']);
    history.redo();
    expect(history.current.value).toBe('c');
    history.undo();
    history.edit('d', 'to d');
    expect(history.redoLabel.value).toBeNull();
    history.undo();
    history.undo();
    expect(history.current.value).toBe('a');
    expect(history.undoLabel.value).toBeNull();
  });

  it('takes typing in one field for one edit', () => {
    const history = createHistory('');
    history.edit('n', 'rename', 'name');
    history.edit('na', 'rename', 'name');
    history.edit('other', 'replace');
    history.undo();
    expect(history.current.value).toBe('na');
    history.undo();
    expect(history.current.value).toBe('');
  });

  it('continues from what was kept', () => {
    const before = createHistory('a');
    before.edit('b', 'to b');
    before.edit('c', 'to c');
    before.undo();
    const after = createHistory('');
    after.reset('b', before.kept());
    expect([after.undoLabel.value, after.redoLabel.value]).toEqual(['to b', 'to c']);
    after.redo();
    expect(after.current.value).toBe('c');
  });
});
