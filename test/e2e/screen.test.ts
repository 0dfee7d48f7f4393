// The screen of the built program, key to cell, on the real thing: a pty, an emulator, signals.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { expectClosedFrames, glyphsOf } from './frames.js';
import { openMonitor, type TerminalRun } from './terminal.js';

const ENTER = '\u001b[?1049h';
/** Alternate screen left, cursor shown, bracketed paste off, wrapping on. */
const RESTORED = ['\u001b[?1049l', '\u001b[?25h', '\u001b[?2004l', '\u001b[?7h'];
/** Of the whole screen, its scrollback, or a reset. */
const FULL_CLEAR = /\u001b\[[23]J|\u001bc/g;
const GONE_WITHIN_MS = 2000;
/** More whole pictures than any buffer between the program and the terminal holds. */
const KEYS_THAT_PAINT = 40;

const has =
  (...texts: readonly string[]) =>
  (lines: readonly string[]): boolean =>
    texts.every((text) => lines.some((line) => line.includes(text)));

/** Every exchange has told something. */
async function ready(run: TerminalRun): Promise<readonly string[]> {
  return run.until('six live exchanges', has('Funding ', ' 6 live ', 'q quit'));
}

async function expectGivenBack(run: TerminalRun): Promise<void> {
  const ending = run.raw().slice(run.raw().lastIndexOf('\u001b[?1049l') - 60);
  for (const code of RESTORED) expect(ending).toContain(code);
  expect(await run.isAlternate()).toBe(false);
}

describe('the first frame', () => {
  it.each([
    [80, 24],
    [120, 36],
    [200, 60],
  ])('at %i×%i is complete, closed, and fills the pane without scrolling it', async (columns, rows) => {
    const run = openMonitor({ columns, rows });
    const lines = await ready(run);
    for (const title of ['Liquidations', 'Arbitrage', 'Bursts', '8h rate over time']) expect(has(title)(lines)).toBe(true);
    expect(lines).toHaveLength(rows);
    expectClosedFrames(glyphsOf(await run.cells()));
    for (const line of lines.slice(2, -1)) expect(line).toMatch(/^[╭│╰].*[╮│╯]$/u);
    expect(lines[0]).toMatch(/\d\d:\d\d:\d\dZ $/);
    for (const name of ['bin', 'byb', 'okx', 'der', 'hyp', 'dyd'])
      expect(lines[1]).toMatch(new RegExp(`●.?${name}[a-z]* +[\\d.]+`));
    expect(run.raw()).not.toContain('\n');
    expect(run.scrolled()).toBe(0);
  });

  it('below the least size is one line that names it', async () => {
    const run = openMonitor({ columns: 50, rows: 10 });
    await run.until('the sentence', has('fundmon needs 60×15, this is 50×10'));
  });

  it('has no colour with NO_COLOR, and sixteen on a Linux console', async () => {
    const plain = openMonitor({ env: { NO_COLOR: '1' } });
    await ready(plain);
    expect(plain.raw()).not.toMatch(/\u001b\[(?:\d+;)*(?:[34]\d|9\d|10\d)(?:;\d+)*m/);
    const linux = openMonitor({ env: { TERM: 'linux' } });
    await ready(linux);
    expect(linux.raw()).toMatch(/\u001b\[(?:\d;)*3\dm/);
    expect(linux.raw()).not.toMatch(/[34]8;[25];/);
  });
});

describe('keys', () => {
  it('switch the asset, find one, and all count when they come in one chunk', async () => {
    const run = openMonitor();
    await ready(run);
    run.press(']]');
    const [, , title = ''] = await run.until('another asset', (lines) => !has('Funding BTC')(lines));
    expect(title).toMatch(/Funding (?!ETH)[A-Z]+ /);
    run.press('[[/sol\r');
    await run.until('what was found', has('Funding SOL'));
    run.press('\u001b[C\u001b[D');
    run.press(']]q');
    expect(await run.exited).toMatchObject({ exitCode: 0 });
    await expectGivenBack(run);
  });

  it('switch an exchange off and on: its lamp goes out, its rows are old', async () => {
    const run = openMonitor({ columns: 120, rows: 36 });
    await ready(run);
    run.press('e');
    await run.until('the list', has('Exchanges', '[x] binance'));
    run.press(' \u001b');
    const off = await run.until('it is off', (lines) => has('○ binance')(lines) && !has('[ ] binance')(lines));
    expect(off[1]).toContain('○ binance   off');
    await run.until('its rows are marked', has('◌ binance'));
    run.press('e ');
    await run.until('it is back', has('● live'));
    run.press('\u001b');
    await run.until('its rows are fresh', (lines) => !has('◌ binance')(lines) && /● binance +\d/.test(lines[1] ?? ''));
  });

  it('hold the picture and say how much waits', async () => {
    const run = openMonitor();
    await ready(run);
    run.press(' ');
    await run.until('what waits', (lines) => /PAUSED \+\d/.test(lines[0] ?? ''), 15_000);
    const before = (await run.lines()).slice(2);
    run.press('?');
    await run.until('the keys', has('╭─ Keys'));
    run.press('\u001b');
    // A frame may arrive in two reads: what counts is what it comes to.
    await run.until('the very same picture', (lines) => lines.slice(2).join('\n') === before.join('\n'));
    run.press(' ');
    await run.until('it goes on', (lines) => !has('PAUSED')(lines));
  });
});

describe('what is written', () => {
  it('after a storm of sizes and keys is the same as a fresh picture, and nothing was cleared on the way', async () => {
    const run = openMonitor({ columns: 120, rows: 36 });
    await ready(run);
    for (let step = 0; step < 60; step += 1) {
      run.resize(61 + ((step * 37) % 150), 16 + ((step * 17) % 45));
      run.press(['\t', 'j', ']', '?', '?', '[', 'G', '\u001b[Z', 'g', '/x\u001b'][step % 10] ?? '');
      await new Promise((resolve) => setImmediate(resolve));
    }
    run.resize(100, 30);
    run.press('\u001b');
    await run.until(
      'the last size',
      (lines) => lines.length === 30 && /^ fundmon.*Z $/.test(lines[0] ?? '') && has('q quit')(lines),
    );
    run.press(' ');
    await run.until('the picture stands', has('PAUSED'));
    // The status goes on; the panels are held.
    const before = (await run.cells()).slice(2);
    expectClosedFrames(glyphsOf(before));
    const { length } = run.raw();
    run.press('\u000c');
    await run.until('the fresh picture', () => run.raw().length > length + 2000);
    expect((await run.cells()).slice(2)).toEqual(before);
    expect(run.raw().match(FULL_CLEAR)).toHaveLength(1);
    expect(run.scrolled()).toBe(0);
  });

  it('waits for no terminal: what it does not take is dropped, the newest comes when it takes again', async () => {
    const run = openMonitor({ columns: 200, rows: 60 });
    await ready(run);
    run.stall(true);
    const { length } = run.raw();
    run.press('\u000c'.repeat(KEYS_THAT_PAINT));
    await new Promise((resolve) => setTimeout(resolve, 2500));
    run.stall(false);
    const clock = (): string => new Date().toISOString().slice(11, 19);
    await run.until('the time of now', (lines) => has(`${clock()}Z`)(lines));
    expectClosedFrames(glyphsOf(await run.cells()));
    // Every picture is about 30 kB: one after each key would be 1.2 MB.
    expect(run.raw().length - length).toBeLessThan(300_000);
  });
});

describe('the end', () => {
  const ways: readonly (readonly [name: string, leave: (run: TerminalRun) => void])[] = [
    ['q', (run) => run.press('q')],
    ['Ctrl-C', (run) => run.press('\u0003')],
    ['SIGINT', ({ pid }) => void process.kill(pid, 'SIGINT')],
    ['SIGTERM', ({ pid }) => void process.kill(pid, 'SIGTERM')],
    ['SIGHUP', ({ pid }) => void process.kill(pid, 'SIGHUP')],
  ];

  it.each(ways)('by %s gives the terminal back, soon, with status 0', async (_, leave) => {
    const run = openMonitor();
    await ready(run);
    const started = Date.now();
    leave(run);
    expect(await run.exited).toMatchObject({ exitCode: 0, signal: 0 });
    expect(Date.now() - started).toBeLessThan(GONE_WITHIN_MS);
    await expectGivenBack(run);
  });

  it('by a closed window leaves no orphan and no core', async () => {
    const run = openMonitor();
    await ready(run);
    const started = Date.now();
    run.close();
    expect(await run.exited).toMatchObject({ signal: 1 });
    expect(Date.now() - started).toBeLessThan(GONE_WITHIN_MS);
    expect(run.isRunning()).toBe(false);
  });

  it('by SIGTERM comes on a terminal that takes nothing, too', async () => {
    const run = openMonitor({ columns: 200, rows: 60 });
    await ready(run);
    run.stall(true);
    run.press('\u000c'.repeat(KEYS_THAT_PAINT));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const started = Date.now();
    process.kill(run.pid, 'SIGTERM');
    while (run.isRunning() && Date.now() - started < GONE_WITHIN_MS) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(run.isRunning()).toBe(false);
    run.stall(false);
    expect(await run.exited).toMatchObject({ exitCode: 0 });
  });

  it('by a bug gives the terminal back and then tells the truth', async () => {
    const bug = encodeURIComponent('process.once("SIGUSR2",()=>{throw new Error("a planted bug")})');
    const run = openMonitor({ env: { NODE_OPTIONS: `--import data:text/javascript,${bug}` } });
    await ready(run);
    process.kill(run.pid, 'SIGUSR2');
    expect(await run.exited).toMatchObject({ exitCode: 1 });
    await expectGivenBack(run);
    expect(run.raw().slice(run.raw().lastIndexOf('\u001b[?1049l'))).toContain('Error: a planted bug');
  });
});

describe('beside the terminal', () => {
  it('a stop and a continue bring the whole picture back', async () => {
    const run = openMonitor();
    await ready(run);
    process.kill(run.pid, 'SIGSTOP');
    process.kill(run.pid, 'SIGCONT');
    await run.until('the screen is taken again', () => run.raw().split(ENTER).length === 3);
    await ready(run);
    expectClosedFrames(glyphsOf(await run.cells()));
    run.press('q');
    await run.exited;
    await expectGivenBack(run);
  });

  it('Ctrl-Z leaves the shell in order, parent and all, and fg brings the screen back', async () => {
    const run = openMonitor({ shell: 'exec bash --norc --noprofile -i', env: { PS1: 'shell> ' } });
    await run.until('the prompt', has('shell>'));
    // As under npx: a parent between the shell and the program.
    run.press('sh -c "$FUNDMON; exit \\$?"\r');
    await ready(run);
    run.press('\u001a');
    await run.until('the shell', has('Stopped'));
    expect(await run.isAlternate()).toBe(false);
    run.press('echo cooked $((6*7))\r');
    await run.until('the shell works', has('cooked 42'));
    run.press('fg\r');
    await ready(run);
    expectClosedFrames(glyphsOf(await run.cells()));
    run.press('q');
    await run.until('the shell again', (lines) => has('shell>')(lines) && !has('Funding')(lines));
    run.press('exit\r');
    await run.exited;
  });

  it('without a keyboard it runs until it is told to stop', async () => {
    const run = openMonitor({ shell: 'eval "exec $FUNDMON" < /dev/null' });
    const first = await ready(run);
    await run.until('the clock goes on', (lines) => lines[0] !== first[0]);
    process.kill(run.pid, 'SIGTERM');
    expect(await run.exited).toMatchObject({ exitCode: 0 });
    await expectGivenBack(run);
  });

  it('where stdout is no terminal it says what to use, and exits with 2', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/fundmon.cjs', '--demo'], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/needs a terminal.*fundmon stream.*fundmon snapshot/);
  });
});
