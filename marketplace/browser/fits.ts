import type { Page } from '@playwright/test';

/**
 * What of a page cannot be seen whole in its width, in words: what sticks out of the screen, what a box cuts off, and boxes
 * that have to be scrolled sideways. Code may be scrolled, and nothing is said of what only readers of the screen have.
 */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scrolled = '.cm-scroller, pre';
    const readers = '.reader-only, .skip-link';
    const found = new Set<string>();

    /** The boxes that an element is cut off at: those it is laid out in, up to the screen if it is fixed to that. */
    const boxes = function* (element: Element) {
      let { position } = getComputedStyle(element);
      for (let box = element.parentElement; box && position !== 'fixed'; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (position === 'absolute' && style.position === 'static') continue;
        position = style.position;
        yield { box, overflow: style.overflowX };
      }
    };

    /** Says what cuts a part of an element off, if anything does. */
    const cutter = (element: Element, { left, right }: DOMRect, itself: boolean): string | undefined => {
      const own = { box: element, overflow: getComputedStyle(element).overflowX };
      for (const { box, overflow } of [...(itself ? [own] : []), ...boxes(element)]) {
        if (overflow === 'visible') continue;
        if (overflow === 'auto' || overflow === 'scroll') return undefined; // told below, by the box
        const edge = box.getBoundingClientRect();
        if (right > edge.right + 1 || left < edge.left - 1) return `is cut off by ${called(box)}`;
      }
      return right > window.innerWidth + 1 ? 'sticks out of the screen' : undefined;
    };

    const called = (element: Element) => {
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? '';
      return `${element.tagName.toLowerCase()}.${[...element.classList].filter((c) => /^mantine-|^[a-z-]+$/.test(c)).join('.')} "${name}"`;
    };

    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest(readers) || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const frame = element.getBoundingClientRect();
      if (frame.right <= 0) continue; // folded away to the left, such as the navigation
      const style = getComputedStyle(element);
      if (['auto', 'scroll'].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1 && !element.closest(scrolled)) {
        found.add(`${called(element)} is ${element.scrollWidth - element.clientWidth} px wider than it shows`);
      }
      if (element.matches('button, a, input, textarea, img, svg')) {
        const why = frame.width > 0 && cutter(element, frame, false);
        if (why) found.add(`${called(element)} ${why}`);
      }
      for (const node of element.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE || !node.textContent?.trim()) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const line of range.getClientRects()) {
          const why = line.width > 0 && cutter(element, line, true);
          if (why) found.add(`${called(element)} ${why}`);
        }
      }
    }
    if (document.documentElement.scrollWidth > window.innerWidth) found.add(`the page is ${document.documentElement.scrollWidth - window.innerWidth} px wider than the screen`);
    return [...found];
  });
}
