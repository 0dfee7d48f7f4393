import type { Size } from './layout.js';

/**
 * What Ink takes for the terminal, so that it sends nothing there by itself: the screen is drawn behind it, and what Ink would
 * write is empty.
 */
export function createStandInStdout(size: { readonly getSnapshot: () => Size }): NodeJS.WriteStream {
  const standIn = {
    isTTY: false,
    writable: true,
    destroyed: false,
    writableEnded: false,
    get columns() {
      return size.getSnapshot().columns;
    },
    get rows() {
      return size.getSnapshot().rows;
    },
    write: (_text: string, written?: () => void) => {
      written?.();
      return true;
    },
    on: () => standIn,
    off: () => standIn,
  };
  // Ink uses no more of a stream than this.
  return standIn as unknown as NodeJS.WriteStream;
}
