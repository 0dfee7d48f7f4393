// First frame of the demo against a bare Node that prints one character, both in a pty, in turn.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import { median, pause, promise } from './report.js';

const RUNS = 12;
const ALLOWED_MS = 250;
const config = mkdtempSync(join(tmpdir(), 'fundmon-bench-'));

/** Milliseconds from spawn until the output holds `mark`. */
function timeUntil(args: readonly string[], mark: RegExp): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = pty.spawn(process.execPath, [...args], { cols: 120, rows: 36, name: 'xterm-256color' });
    let seen = '';
    child.onData((data) => {
      seen += data;
      if (!mark.test(seen)) return;
      resolve(performance.now() - startedAt);
      child.kill('SIGKILL');
    });
    child.onExit(() => reject(new Error(`ended without ${mark}: ${seen.slice(-500)}`)));
  });
}

const bare: number[] = [];
const demo: number[] = [];
for (let run = 0; run < RUNS; run++) {
  bare.push(await timeUntil(['-e', 'process.stdout.write("x")'], /x/));
  demo.push(await timeUntil(['dist/fundmon.cjs', '--demo', '--config-dir', config], /Funding/));
  await pause(50);
}
rmSync(config, { recursive: true, force: true });
console.log(
  `bare Node ${median(bare).toFixed(0)} ms, first frame of the demo ${median(demo).toFixed(0)} ms (medians of ${RUNS})`,
);
promise('first frame beyond bare Node', median(demo) - median(bare), ALLOWED_MS, 'ms');
