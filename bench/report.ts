export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** One promised number beside what was measured; a miss makes the run fail. */
export function promise(what: string, measured: number, limit: number, unit: string): void {
  const isKept = measured <= limit;
  console.log(`${isKept ? 'kept  ' : 'MISSED'}  ${what}: ${measured.toFixed(2)} ${unit} (at most ${limit} ${unit})`);
  if (!isKept) process.exitCode = 1;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
