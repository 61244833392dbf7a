import { ICONS } from './icons';
import type { IconName } from './icons';

/** One drawing element of an icon: its tag and attributes. */
export interface Shape {
  tag: string;
  attributes: Record<string, string>;
}

const parsed = new Map<IconName, Shape[]>();

/** The elements inside an icon's `<svg>`; parsed once, so that no HTML string is put into the page. */
export function iconShapes(name: IconName): Shape[] {
  const known = parsed.get(name);
  if (known) return known;
  const svg = new DOMParser().parseFromString(ICONS[name], 'image/svg+xml').documentElement;
  const shapes = Array.from(svg.children, (element) => ({
    tag: element.tagName,
    attributes: Object.fromEntries(Array.from(element.attributes, ({ name: key, value }) => [key, value])),
  }));
  parsed.set(name, shapes);
  return shapes;
}
