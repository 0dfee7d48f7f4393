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
    write: (_text: string, written?: () => void) => {
      // A frame comes without a callback; the write with one is Ink waiting for the others to be done.
      if (written === undefined) onFrame();
      else written();
      return true;
    },
    on: () => standIn,
    off: () => standIn,
  };
  // Ink uses no more of a stream than this.
  return standIn as unknown as NodeJS.WriteStream;
}
