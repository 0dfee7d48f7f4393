import type { Size } from './controls.js';

/**
 * What Ink takes for the terminal. With `debug` it writes every frame whole and at once, which tells that a frame is complete.
 * It is no TTY, so Ink sends no cursor or paste codes of its own.
 */
export function createStandInStdout(size: { readonly getSnapshot: () => Size }, onFrame: () => void): NodeJS.WriteStream {
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
    write: (text: string, written?: () => void) => {
      // Ink waits for its writes by an empty one.
      if (text !== '') onFrame();
      written?.();
      return true;
    },
    on: () => standIn,
    off: () => standIn,
  };
  // Ink uses no more of a stream than this.
  return standIn as unknown as NodeJS.WriteStream;
}
