/** A promise that ends with SIGINT, SIGTERM, SIGHUP, or `now()`; the listeners go with it. */
export function untilStopped(): { readonly promise: Promise<void>; readonly now: () => void } {
  let now = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    now = () => {
      for (const signal of signals) process.off(signal, now);
      resolve();
    };
    for (const signal of signals) process.on(signal, now);
  });
  return { promise, now: () => now() };
}
