// First frame of the demo against a bare Node that prints one character, both in a pty, in turn.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTerminal, scheduling } from './program.js';
import { median, pause, promise } from './report.js';

const RUNS = 12;
const ROWS = 36;
const ALLOWED_MS = 250;
const config = mkdtempSync(join(tmpdir(), 'fundmon-bench-'));

interface FirstSight {
  readonly ms: number;
  /** Ready to run, and not let by the machine. */
  readonly waitedMs: number;
}

/** From spawn until the output holds `mark`. */
function timeUntil(args: readonly string[], mark: RegExp): Promise<FirstSight> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const terminal = openTerminal(args, ROWS);
    let seen = '';
    terminal.listen((data) => {
      seen += data;
      if (!mark.test(seen)) return;
      resolve({ ms: performance.now() - startedAt, waitedMs: scheduling(terminal.pid).waitedMs });
      // What comes after the mark, and after its end, is not looked at.
      terminal.listen(() => undefined);
      terminal.stop();
    });
    void terminal.ended.then(() => reject(new Error(`ended without ${mark}: ${seen.slice(-500)}`)));
  });
}

const bare: FirstSight[] = [];
const demo: FirstSight[] = [];
for (let run = 0; run < RUNS; run++) {
  // It stays until it is stopped: what has ended tells nothing more of itself.
  bare.push(await timeUntil(['-e', 'process.stdout.write("x"); setInterval(() => undefined, 1000)'], /x/));
  demo.push(await timeUntil(['dist/fundmon.cjs', '--demo', '--config-dir', config], /Funding/));
  await pause(50);
}
rmSync(config, { recursive: true, force: true });
const figures = (runs: readonly FirstSight[]): string => {
  const waited = median(runs.map(({ waitedMs }) => waitedMs)).toFixed(0);
  return `${median(runs.map(({ ms }) => ms)).toFixed(0)} ms (of them ${waited} ms waiting for a core)`;
};
console.log(`bare Node ${figures(bare)}, first frame of the demo ${figures(demo)}, medians of ${RUNS}`);
const beyond = median(demo.map(({ ms }) => ms)) - median(bare.map(({ ms }) => ms));
promise('first frame beyond bare Node', beyond, ALLOWED_MS, 'ms');
