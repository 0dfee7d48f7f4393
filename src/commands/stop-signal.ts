const LOOK_FOR_PARENT_MS = 250;

/**
 * A promise that ends with SIGINT, SIGTERM, SIGHUP, or `now()`; the listeners go with it. `isForParent`: also when the process that
 * started this one is gone. A killed parent such as npx gives the terminal to the shell, and no signal tells of it.
 */
export function untilStopped({ isForParent = false } = {}): { readonly promise: Promise<void>; readonly now: () => void } {
  let now = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    const { ppid } = process;
    const look = setInterval(() => {
      if (process.ppid !== ppid) now();
    }, LOOK_FOR_PARENT_MS).unref();
    if (!isForParent) clearInterval(look);
    now = () => {
      clearInterval(look);
      for (const signal of signals) process.off(signal, now);
      resolve();
    };
    for (const signal of signals) process.on(signal, now);
  });
  return { promise, now: () => now() };
}
