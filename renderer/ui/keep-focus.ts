import { useEventListener, useMutationObserver } from '@vueuse/core';

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';
/** What vanishes as a whole: its neighbours have nothing to do with it. */
const PANEL = 'form, section, article, fieldset, main, body, [role="alert"], [role="status"]';
/** Too large for a neighbour to be near. */
const WHOLE = 'main, body';
/** Buttons that belong together: where one is disabled, the next one is meant to be near. */
const GROUP = '[role="group"]';
/** Of a list or table; each has the same buttons. */
const ROW = 'li, tr, [role="listitem"], [role="row"]';
/** Opens over the page, and hands the focus back when it closes. */
const OVERLAY = '[role="dialog"], [role="alertdialog"], [role="menu"]';

/** Where the focus was: what else could be focused, in the order of the page, and what it was in, innermost first. */
interface Place {
  element: HTMLElement;
  order: HTMLElement[];
  around: Element[];
}

/**
 * Keeps the place of somebody who works by keyboard. Where what has the focus vanishes, the focus moves to what stands
 * beside it in the same panel, from a row to the same button of its neighbour, otherwise to the heading of the screen; a button that is disabled while it works
 * has it again afterwards, unless a key was pressed meanwhile.
 */
export function useKeepFocus(): void {
  let place: Place | null = null;
  /** Before the dialog or the menu that is open. */
  let behind: Place | null = null;
  let disabled: HTMLElement | null = null;
  let isMoving = false;

  useEventListener(document, 'focusin', ({ target }) => {
    if (!(target instanceof HTMLElement) || isMoving) return;
    if (target.closest(OVERLAY) === null) behind = null;
    else if (place?.element.closest(OVERLAY) === null) behind = place;
    place = placeOf(target);
  });
  // Whoever clicks beside everything wants no focus; whoever goes on does not want it back.
  useEventListener(document, 'pointerdown', () => (place = disabled = null), { capture: true });
  useEventListener(document, 'keydown', () => (disabled = null), { capture: true });
  useMutationObserver(document.body, () => requestAnimationFrame(look), {
    subtree: true,
    childList: true,
    attributeFilter: ['disabled', 'class', 'hidden'],
  });

  function look(): void {
    if (disabled !== null && isAvailable(disabled)) {
      disabled.focus({ preventScroll: true });
      disabled = null;
    } else if (place !== null && isLost(place.element)) {
      const lost = place.element.isConnected ? place : (behind ?? place);
      if (isAvailable(lost.element)) move(lost.element);
      else move(besides(lost) ?? heading());
      if (lost.element.matches(':disabled')) disabled = lost.element;
    }
  }

  function move(to: HTMLElement | null): void {
    if (to === null) return;
    isMoving = true;
    to.focus({ preventScroll: true });
    isMoving = false;
    behind = null;
    place = placeOf(to);
  }
}

function placeOf(element: HTMLElement): Place {
  const around: Element[] = [];
  for (let outer = element.parentElement; outer !== null; outer = outer.parentElement) around.push(outer);
  return { element, order: [...document.querySelectorAll<HTMLElement>(FOCUSABLE)], around };
}

/** Also an element that is only moved loses the focus. */
function isLost(element: HTMLElement): boolean {
  const { activeElement } = document;
  if (activeElement === element) return !isAvailable(element);
  return activeElement === null || activeElement === document.body;
}

function isAvailable(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(':disabled') && element.checkVisibility();
}

/** The next thing after it, otherwise the one before it, in the smallest part of its panel that is still there. */
function besides(lost: Place): HTMLElement | null {
  const { element, order, around } = lost;
  const at = order.indexOf(element);
  const nearest = [...order.slice(at + 1), ...order.slice(0, at).reverse()].filter(
    (other) => other.tabIndex >= 0 && isAvailable(other),
  );
  const within = (part: Element): HTMLElement | null => nearest.find((other) => part.contains(other)) ?? null;
  if (element.isConnected) {
    const group = element.closest(GROUP);
    return group === null ? null : within(group);
  }
  for (const part of around) {
    const found = part.isConnected && !part.matches(WHOLE) ? within(part) : null;
    if (found !== null) return sameInRow(lost, found);
    if (part.matches(PANEL)) return null;
  }
  return null;
}

/** In a row beside the one that vanished, the button that does there what the lost one did. */
function sameInRow({ element, around }: Place, found: HTMLElement): HTMLElement {
  const gone = around.findIndex((part) => part.matches(ROW));
  const [row, list] = [around[gone], around[gone + 1]];
  const next = found.closest(ROW);
  if (row === undefined || next === null || next.parentElement !== list) return found;
  const buttonsOf = (part: Element): HTMLElement[] => [...part.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const same = buttonsOf(next)[buttonsOf(row).indexOf(element)];
  return same !== undefined && isAvailable(same) ? same : found;
}

function heading(): HTMLElement | null {
  return document.querySelector('#screen h1');
}
