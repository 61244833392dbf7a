import type { Page } from '@playwright/test';

/** From a window at 200 % zoom of a small laptop to a large screen. */
export const SIZES = [
  { width: 640, height: 400 },
  { width: 960, height: 640 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 2560, height: 1440 },
] as const;

/**
 * What is wrong with how the page is laid out: a document that is larger than the window, controls that cannot be
 * scrolled into view, and controls that lie over each other.
 */
export function layoutProblems(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const problems: string[] = [];
    const root = document.documentElement;
    if (root.scrollHeight > window.innerHeight)
      problems.push(`document is ${String(root.scrollHeight)} high`);
    if (root.scrollWidth > window.innerWidth) problems.push(`document is ${String(root.scrollWidth)} wide`);

    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}"`;
    /** The part of it that is left by everything around it that clips, after scrolling as far as possible. */
    const isReachable = (element: Element): boolean => {
      let box = element.getBoundingClientRect();
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(around);
        if (overflowX === 'visible' && overflowY === 'visible') continue;
        const frame = around.getBoundingClientRect();
        const scrollsY = /auto|scroll/.test(overflowY);
        const outX = box.right > frame.right + 1 || box.left < frame.left - 1;
        const outY = box.bottom > frame.bottom + 1 || box.top < frame.top - 1;
        // Nobody looks for a control to the right of what is on the screen.
        if (outX && box.width <= frame.width) return false;
        if (outX && !/auto|scroll/.test(overflowX)) return false;
        if (outY && !scrollsY) return false;
        if (scrollsY && outY) {
          if (frame.height < Math.min(24, box.height)) return false;
          box = frame;
        }
      }
      return (
        box.left >= -1 &&
        box.right <= window.innerWidth + 1 &&
        box.top >= -1 &&
        box.bottom <= window.innerHeight + 1
      );
    };
    const isVisible = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const isSkipLink = element.matches('.skip');
      return width > 1 && height > 1 && style.visibility === 'visible' && !isSkipLink;
    };
    const controls = [
      ...document.querySelectorAll(
        'button, input, select, textarea, a[href], summary, [role=tab], [role=listbox]',
      ),
    ].filter(isVisible);
    for (const control of controls) {
      if (!isReachable(control)) problems.push(`out of reach: ${nameOf(control)}`);
    }

    /** What is really on the screen of it: what is clipped or scrolled away overlaps nothing. */
    const shownBox = (element: Element): { left: number; right: number; top: number; bottom: number } => {
      let { left, right, top, bottom } = element.getBoundingClientRect();
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        if (getComputedStyle(around).overflow === 'visible') continue;
        const frame = around.getBoundingClientRect();
        left = Math.max(left, frame.left);
        right = Math.min(right, frame.right);
        top = Math.max(top, frame.top);
        bottom = Math.min(bottom, frame.bottom);
      }
      return { left, right, top, bottom };
    };
    const boxes = controls.map((control) => ({ control, box: shownBox(control) }));
    for (const [position, { control: one, box: a }] of boxes.entries()) {
      for (const { control: other, box: b } of boxes.slice(position + 1)) {
        if (one.contains(other) || other.contains(one)) continue;
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (width > 2 && height > 2) problems.push(`overlap: ${nameOf(one)} and ${nameOf(other)}`);
      }
    }
    return problems;
  });
}

/** Parts of names that are broken inside although they have room on a line of their own. */
export function brokenWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const roomFor = (text: ChildNode): number => {
      let around = text.parentElement;
      while (around !== null && getComputedStyle(around).display.startsWith('inline'))
        around = around.parentElement;
      if (around === null) return 0;
      const { paddingLeft, paddingRight } = getComputedStyle(around);
      return around.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    };
    const holders = new Set([...document.querySelectorAll('wbr')].map(({ parentElement }) => parentElement));
    const texts = [...holders].flatMap((holder) => [...(holder?.childNodes ?? [])]);
    return texts.flatMap((text) => {
      if (text.nodeType !== Node.TEXT_NODE) return [];
      const range = document.createRange();
      range.selectNodeContents(text);
      const lines = [...range.getClientRects()];
      const width = lines.reduce((sum, line) => sum + line.width, 0);
      const isBroken = new Set(lines.map(({ top }) => top)).size > 1;
      return isBroken && width < roomFor(text) ? [`broken inside: ${text.textContent ?? ''}`] : [];
    });
  });
}
