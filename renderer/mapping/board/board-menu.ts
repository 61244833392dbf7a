import { texts } from '../../texts/en';
import { attributeName } from '../../ui/format';
import type { IconName } from '../../ui/icons';
import type { BoardItem, Pair, Side } from './board-item';

/** An entry of the menu of a row. */
export interface BoardAction {
  label: string;
  icon: IconName;
  /** Key that does the same. */
  keys?: string;
  run: () => void;
}

/** What the board can do with a row. */
export interface BoardActions {
  pickUp: (side: Side, name: string) => void;
  drop: (name: string) => void;
  choose: (name: string) => void;
  show: (side: Side, name: string) => void;
  edit: (target: string) => void;
  remove: (targets: string[]) => void;
  /** Null where targets take no constant. */
  constant: ((target: string) => void) | null;
}

/** What the menu of a row offers: only what can be done with it. */
export function boardMenu(
  side: Side,
  item: BoardItem,
  board: { pairs: readonly Pair[]; picked: string | null; isChosen: boolean },
  actions: BoardActions,
): BoardAction[] {
  const { id, state } = item;
  const own = board.pairs.filter((pair) => pair[side] === id);
  const other: Side = side === 'source' ? 'target' : 'source';
  const [first] = own;
  const menu: BoardAction[] = [pickUpOrDrop(side, id, board.picked, actions)];
  if (side === 'source') {
    menu.push({
      label: board.isChosen ? texts.board.menu.unchoose : texts.board.menu.choose,
      icon: 'check',
      keys: 'Ctrl+Space',
      run: () => {
        actions.choose(id);
      },
    });
  }
  if (first !== undefined) {
    menu.push({
      label: texts.board.menu.show(attributeName(first[other])),
      icon: 'arrowRight',
      run: () => {
        actions.show(other, first[other]);
      },
    });
  }
  if (side === 'target' && (state.kind === 'mapped' || state.kind === 'constant')) {
    menu.push({
      label: texts.board.menu.edit,
      icon: 'pencil',
      keys: 'F2',
      run: () => {
        actions.edit(id);
      },
    });
  }
  const { constant } = actions;
  if (side === 'target' && state.kind === 'open' && constant !== null) {
    menu.push({
      label: texts.board.menu.constant,
      icon: 'plus',
      run: () => {
        constant(id);
      },
    });
  }
  const targets = side === 'target' && state.kind === 'constant' ? [id] : own.map((pair) => pair.target);
  if (targets.length > 0) {
    menu.push({
      label: texts.board.menu.remove(targets.length),
      icon: 'trash',
      keys: 'Delete',
      run: () => {
        actions.remove(targets);
      },
    });
  }
  return menu;
}

function pickUpOrDrop(
  side: Side,
  id: string,
  picked: string | null,
  { pickUp, drop }: Pick<BoardActions, 'pickUp' | 'drop'>,
): BoardAction {
  return {
    label: picked === null ? texts.board.menu.pickUp(side) : texts.board.menu.drop(picked),
    icon: 'link',
    keys: 'Enter',
    run: () => {
      if (picked === null) pickUp(side, id);
      else drop(id);
    },
  };
}
