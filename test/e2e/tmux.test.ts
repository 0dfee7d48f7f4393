// The built program in a real tmux, as a trader leaves it there. Needs tmux on the machine.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pty from '@lydell/node-pty';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { fastClock, isAlive } from './terminal.js';

const PROGRAM = resolve('dist/fundmon.cjs');
/** With a prompt of its own: a shell started without a terminal takes the one of the environment away. */
const SHELL = `env "PS1=ready$ " bash --norc --noprofile -i`;
const LOOK_EVERY_MS = 50;
const GONE_WITHIN_MS = 2000;

interface Tmux {
  readonly run: (...words: readonly string[]) => string;
  readonly screen: () => string;
  readonly configDir: string;
  /** Looks until it is so; fails the test, with `what` and the screen, after `withinMs`. */
  readonly until: (what: string, isTrue: () => boolean, withinMs?: number) => Promise<void>;
  /** The process id of the monitor, from the state it keeps. */
  readonly monitorPid: () => number;
}

beforeAll(() => {
  if (spawnSync('tmux', ['-V']).error)
    throw new Error('tmux is not on this machine: install it (apt-get install tmux, brew install tmux)');
});

/** A server of its own, without the user's configuration, ended with the test. */
function openTmux(columns: number, rows: number, command: string, env: Readonly<Record<string, string>> = {}): Tmux {
  const configDir = mkdtempSync(join(tmpdir(), 'fundmon-tmux-'));
  const socket = join(configDir, 'tmux');
  const environment = { ...process.env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', TMUX: '', ...env };
  const run = (...words: readonly string[]): string =>
    execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...words], { encoding: 'utf8', env: environment });
  run('new-session', '-d', '-x', String(columns), '-y', String(rows), command.replaceAll('CONFIG', configDir));
  onTestFinished(() => {
    spawnSync('tmux', ['-S', socket, 'kill-server']);
    rmSync(configDir, { recursive: true, force: true });
  });
  const screen = (): string => run('capture-pane', '-p');
  return {
    run,
    screen,
    configDir,
    until: async (what, isTrue, withinMs = 15_000) => {
      const deadline = Date.now() + withinMs;
      while (!isTrue()) {
        if (Date.now() > deadline)
          throw new Error(
            `not within ${withinMs} ms: ${what}\n${spawnSync('tmux', ['-S', socket, 'capture-pane', '-p'], { encoding: 'utf8' }).stdout}`,
          );
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
    monitorPid: () => JSON.parse(readFileSync(join(configDir, 'monitor.json'), 'utf8')).pid,
  };
}

const demo = `exec ${process.execPath} ${PROGRAM} --demo --seed 7 --config-dir CONFIG`;

/** As typed at a prompt. */
function command({ configDir }: Tmux): string {
  return demo.replace('exec ', '').replaceAll('CONFIG', configDir);
}

describe('in tmux', () => {
  it('fills the pane at every size it is given, without debris', async () => {
    const tmux = openTmux(120, 36, demo);
    await tmux.until('the dashboard', () => tmux.screen().includes('Liquidations'));
    for (const [columns, rows] of [
      [80, 24],
      [200, 50],
      [40, 10],
      [60, 15],
      [120, 36],
    ] as const) {
      tmux.run('resize-window', '-x', String(columns), '-y', String(rows));
      const needed = columns < 60 ? 'fundmon needs 60' : 'q quit';
      await tmux.until(`${needed} at ${columns}×${rows}`, () => tmux.screen().includes(needed));
      const lines = tmux.screen().split('\n');
      if (columns < 60) expect(lines.filter((line) => line.trim() !== '')).toHaveLength(1);
      else expect(lines.filter((line) => line.includes('q quit'))).toHaveLength(1);
    }
    expect(tmux.run('display-message', '-p', '#{alternate_on} #{history_size}').trim()).toBe('1 0');
  });

  it('goes on while nobody looks, and is there whole when somebody attaches again', async () => {
    const tmux = openTmux(100, 30, demo);
    await tmux.until('the dashboard', () => tmux.screen().includes('Liquidations'));
    for (let time = 0; time < 2; time += 1) {
      const clock = /\d\d:\d\d:\d\d/.exec(tmux.screen())?.[0];
      const words = ['-S', join(tmux.configDir, 'tmux'), 'attach'];
      const client = pty.spawn('tmux', words, { cols: 100, rows: 30, name: 'xterm-256color', env: { ...process.env, TMUX: '' } });
      let seen = '';
      client.onData((text) => {
        seen += text;
      });
      await tmux.until('the dashboard for who attached', () => seen.includes('Liquidations'));
      tmux.run('detach-client', '-s', '0');
      await tmux.until('nobody attached', () => tmux.run('display-message', '-p', '#{session_attached}').trim() === '0');
      await tmux.until('a later clock', () => {
        const now = /\d\d:\d\d:\d\d/.exec(tmux.screen())?.[0];
        return now !== undefined && now !== clock;
      });
    }
    expect(tmux.screen()).toContain('q quit');
  });

  it.each(['kill-pane', 'kill-server'])('leaves no process behind on %s', async (command) => {
    const tmux = openTmux(100, 30, demo);
    await tmux.until('the state file', () => existsSync(join(tmux.configDir, 'monitor.json')));
    const pid = tmux.monitorPid();
    expect(isAlive(pid)).toBe(true);
    tmux.run(command);
    const deadline = Date.now() + GONE_WITHIN_MS;
    while (isAlive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(join(tmux.configDir, 'monitor.json'))).toBe(false);
  });

  it('marks its window with a bell when the cascade of the demo brings a CRITICAL liquidation', async () => {
    const clock = fastClock(10);
    const tmux = openTmux(120, 36, demo, clock);
    await tmux.until('the dashboard', () => tmux.screen().includes('Liquidations'));
    const bell = (): string => tmux.run('display-message', '-p', '#{window_bell_flag}').trim();
    await tmux.until('the bell flag', () => bell() === '1', 60_000);
    tmux.run('send-keys', 'w');
    await tmux.until('what rang in the digest', () => /✸ CRITICAL [1-9]/.test(tmux.screen()));
    const words = [PROGRAM, 'status', '--tmux', '--config-dir', tmux.configDir];
    const status = () => spawnSync(process.execPath, words, { encoding: 'utf8', env: { ...process.env, ...clock } });
    await tmux.until('what rang in the status line', () => /^DEMO BTC [+-]0\.\d{4}%.* │ ✸ .* │ ●\d.*\n$/.test(status().stdout));
    tmux.run('send-keys', 'q');
    await tmux.until('no state file', () => !existsSync(join(tmux.configDir, 'monitor.json')), 2000);
    expect(status()).toMatchObject({ status: 1, stderr: expect.stringContaining('no monitor is running') });
  }, 90_000);

  it('takes a zoomed pane and gives it back, without debris', async () => {
    const tmux = openTmux(200, 50, demo);
    await tmux.until('the dashboard', () => tmux.screen().includes('Liquidations'));
    tmux.run('split-window', '-h', '-d', '-l', '79', SHELL);
    const fills = (width: number, height: number): boolean => {
      const lines = tmux.screen().split('\n').slice(0, -1);
      const frame = lines.slice(2, -1);
      return (
        lines.length === height &&
        lines.at(-1)?.includes('q quit') === true &&
        frame.every((line) => line.length === width && /^[╭│╰].*[╮│╯]$/u.test(line))
      );
    };
    await tmux.until('half the window', () => fills(120, 50));
    for (let time = 0; time < 2; time += 1) {
      tmux.run('resize-pane', '-Z');
      await tmux.until('the whole window', () => fills(200, 50));
      tmux.run('resize-pane', '-Z');
      await tmux.until('half of it again', () => fills(120, 50));
    }
    expect(tmux.run('display-message', '-p', '#{alternate_on} #{history_size}').trim()).toBe('1 0');
  });

  it('is never cleared after the start, through every view and size', async () => {
    const tmux = openTmux(120, 36, demo, fastClock(10));
    await tmux.until('the dashboard', () => tmux.screen().includes('Liquidations'));
    const written = join(tmux.configDir, 'written');
    tmux.run('pipe-pane', '-O', `cat > '${written}'`);
    for (const [at, columns] of [80, 150, 60, 120, 100, 140].entries()) {
      tmux.run('send-keys', String(at + 1));
      tmux.run('resize-window', '-x', String(columns), '-y', String(Math.floor(columns / 4)));
      await tmux.until(`view ${at + 1}`, () => new RegExp(`DEMO ${at + 1} [\\s\\S]* q quit`).test(tmux.screen()));
    }
    tmux.run('pipe-pane');
    const bytes = readFileSync(written, 'utf8');
    expect(bytes.length).toBeGreaterThan(20_000);
    expect(bytes).not.toMatch(/\u001b\[[0123]?J|\u001bc/);
    expect(bytes).not.toContain('\n');
  });

  it('stops for the shell on Ctrl-Z and is back, whole, on fg', async () => {
    const tmux = openTmux(100, 30, SHELL);
    await tmux.until('the prompt', () => tmux.screen().includes('ready$'));
    tmux.run('send-keys', command(tmux), 'Enter');
    await tmux.until('the dashboard', () => tmux.screen().includes('Liquidations'));
    tmux.run('send-keys', 'C-z');
    await tmux.until('the shell', () => /Stopped[\s\S]*ready\$/.test(tmux.screen()));
    expect(tmux.run('display-message', '-p', '#{alternate_on}').trim()).toBe('0');
    tmux.run('send-keys', 'fg', 'Enter');
    await tmux.until('the dashboard again', () => tmux.screen().includes('q quit') && tmux.screen().includes('Liquidations'));
    const pid = tmux.monitorPid();
    tmux.run('send-keys', 'q');
    await tmux.until('the shell, and no process', () => /ready\$ *\s*$/.test(tmux.screen()) && !isAlive(pid));
    expect(tmux.run('display-message', '-p', '#{alternate_on} #{cursor_flag}').trim()).toBe('0 1');
  });

  it('has the title it was asked for, and gives back the one that was', async () => {
    const tmux = openTmux(100, 30, SHELL);
    await tmux.until('the prompt', () => tmux.screen().includes('ready$'));
    tmux.run('select-pane', '-T', 'before');
    const title = (): string => tmux.run('display-message', '-p', '#{pane_title}').trim();
    execFileSync(process.execPath, [PROGRAM, 'config', 'set', 'title', 'on', '--config-dir', tmux.configDir]);
    tmux.run('send-keys', command(tmux), 'Enter');
    await tmux.until('the title', () => /^fundmon DEMO BTC [+-]/.test(title()), 20_000);
    tmux.run('send-keys', 'q');
    await tmux.until('the title that was', () => title() === 'before');
  });

  it('runs without keys where stdin is no terminal, and ends with Ctrl-C', async () => {
    const tmux = openTmux(100, 30, SHELL);
    await tmux.until('the prompt', () => tmux.screen().includes('ready$'));
    tmux.run('send-keys', `CI=1 ${command(tmux)} < /dev/null; echo status $?`, 'Enter');
    await tmux.until('the dashboard', () => tmux.screen().includes('Liquidations'));
    await tmux.until('the state file', () => existsSync(join(tmux.configDir, 'monitor.json')));
    tmux.run('send-keys', 'C-c');
    await tmux.until('the shell', () => tmux.screen().includes('status 0'));
    expect(tmux.run('display-message', '-p', '#{alternate_on} #{cursor_flag}').trim()).toBe('0 1');
  });
});
