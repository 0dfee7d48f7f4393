// The terminal as the process holds it: written to without waiting for it, given back in any state of it, left without a crash.
import { accessSync, constants, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { isObject } from '../exchanges/wire.js';

/** A terminal that takes nothing for so long is not worth a process that does not end. */
const PATIENCE_MS = 200;
const PAUSE_MS = 5;

/**
 * Node waits inside every write to a terminal: while a slow line takes nothing, no socket is read, no key and no signal answered.
 * Asked not to, it queues what it cannot write and says so (`writableNeedDrain`). Returns how to set it back.
 */
export function withoutWaiting(stdout: typeof process.stdout): () => void {
  const handle: unknown = Reflect.get(stdout, '_handle');
  if (!isObject(handle) || !isOurOwn(stdout.fd)) return () => undefined;
  const { setBlocking } = handle;
  if (typeof setBlocking !== 'function') return () => undefined;
  const set = (isBlocking: boolean): void => void setBlocking.call(handle, isBlocking);
  set(false);
  return () => set(true);
}

/** libuv opens a terminal anew for itself; one it may not open (another user's, after `su`) is shared with the shell as it is. */
function isOurOwn(fd: number): boolean {
  try {
    accessSync(`/dev/fd/${fd}`, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Written before it returns, however full the line is; gives up on a terminal that takes nothing. Throws when it is gone. */
export function writeNow(fd: number, text: string): void {
  let rest = Buffer.from(text);
  for (let waitedMs = 0; rest.length > 0 && waitedMs <= PATIENCE_MS; waitedMs += PAUSE_MS) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if (!isObject(error) || error['code'] !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}

/**
 * On its way out Node sets a terminal back, and aborts with a core dump when that is gone. What a hangup does by itself leaves
 * this out, and is what a parent expects to see then.
 */
export function exit(status: number): never {
  const isGone = [process.stdin, process.stdout, process.stderr].some(({ isTTY, fd }) => isTTY && !isatty(fd));
  if (isGone) {
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  }
  process.exit(status);
}
