import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ShownState, stateOf } from '../../src/commands/monitor-state.js';
import { createStateKeeper, readRunning, stateDirectories } from '../../src/commands/state-file.js';
import { SAMPLE_TIME, sampleSnapshot } from '../support/sample-snapshot.js';

const now = SAMPLE_TIME;
/** Above the largest process id Linux gives. */
const GONE = 2 ** 22 + 1;
/** Alive as long as the test is, and not the test itself. */
const OTHER = process.ppid;
const shown = stateOf(sampleSnapshot(), 'BTC', false);
const changed: ShownState = { ...shown, asset: 'ETH' };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fundmon-state-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const file = (): string => join(directory, 'monitor.json');
const running = (at: number) => readRunning([directory], at);

describe('the state of the running monitor', () => {
  it('is found by another process, with who wrote it and when', () => {
    createStateKeeper([directory]).keep(shown, now);
    expect(running(now + 1000)).toEqual({ pid: process.pid, time: now, ...shown });
  });

  it('lies in one file that only its owner may read, in a folder made for it', () => {
    const below = join(directory, 'made', 'fundmon');
    createStateKeeper([below]).keep(shown, now);
    expect(readdirSync(below)).toEqual(['monitor.json']);
    expect(statSync(join(below, 'monitor.json')).mode & 0o777).toBe(0o600);
    expect(statSync(below).mode & 0o777).toBe(0o700);
  });

  it('is written every two seconds at most, and without a change only often enough to be believed', () => {
    const keeper = createStateKeeper([directory]);
    const writes: number[] = [];
    for (let at = now; at < now + 20_000; at += 250) {
      keeper.keep(at < now + 4000 ? { ...shown, asset: `A${at}` } : changed, at);
      if (running(at)?.time === at) writes.push(at - now);
    }
    expect(writes).toEqual([0, 2000, 4000, 12_000]);
    expect(running(now + 20_000)).toBeDefined();
  });

  it('goes on being written after the clock was set back', () => {
    const keeper = createStateKeeper([directory]);
    keeper.keep(shown, now);
    keeper.keep(shown, now - 3_600_000);
    expect(running(now - 3_600_000)).toBeDefined();
  });

  it('counts no more after 15 s, nor when its process is gone', () => {
    createStateKeeper([directory]).keep(shown, now);
    expect(running(now + 15_000)).toBeDefined();
    expect(running(now + 15_001)).toBeUndefined();
    createStateKeeper([directory], GONE).keep(shown, now + 60_000);
    expect(JSON.parse(readFileSync(file(), 'utf8')).pid).toBe(GONE);
    expect(running(now + 60_000)).toBeUndefined();
  });

  it.each(['', '{', 'null', '{"pid":1}', '\u0000'])('counts as none when the file holds %j', (text) => {
    writeFileSync(file(), text);
    expect(running(now)).toBeUndefined();
    createStateKeeper([directory]).keep(shown, now);
    expect(running(now)).toBeDefined();
  });

  it('is removed on exit, once', () => {
    const keeper = createStateKeeper([directory]);
    keeper.remove();
    keeper.keep(shown, now);
    keeper.remove();
    keeper.remove();
    expect(readdirSync(directory)).toEqual([]);
  });

  it("is the first monitor's when two run, and stays when the second leaves", () => {
    createStateKeeper([directory], OTHER).keep(shown, now);
    const second = createStateKeeper([directory]);
    second.keep(changed, now + 1000);
    second.remove();
    expect(running(now + 1000)).toMatchObject({ pid: OTHER, asset: 'BTC' });
    second.keep(changed, now + 30_000);
    expect(running(now + 30_000)).toMatchObject({ pid: process.pid, asset: 'ETH' });
  });

  it('is the real market before a simulated one', () => {
    createStateKeeper([directory], OTHER).keep({ ...shown, isDemo: true }, now);
    createStateKeeper([directory]).keep(shown, now);
    expect(running(now)?.pid).toBe(process.pid);
    createStateKeeper([directory], OTHER).keep({ ...shown, isDemo: true }, now + 3000);
    expect(running(now + 3000)?.pid).toBe(process.pid);
  });

  it('is kept in the next place where the first cannot be written, and nowhere at all without a fault', () => {
    const plainFile = join(directory, 'file');
    writeFileSync(plainFile, '');
    const next = join(directory, 'next');
    const keeper = createStateKeeper([join(plainFile, 'fundmon'), next]);
    keeper.keep(shown, now);
    expect(readRunning([join(plainFile, 'fundmon'), next], now)).toBeDefined();
    keeper.remove();
    expect(existsSync(join(next, 'monitor.json'))).toBe(false);
    const nowhere = createStateKeeper([join(plainFile, 'fundmon')]);
    nowhere.keep(shown, now);
    nowhere.remove();
    expect(readRunning([join(plainFile, 'fundmon')], now)).toBeUndefined();
  });

  it('takes over a leftover of a write that was cut short', () => {
    writeFileSync(`${file()}.${process.pid}`, 'half');
    chmodSync(`${file()}.${process.pid}`, 0o644);
    createStateKeeper([directory]).keep(shown, now);
    expect(readdirSync(directory)).toEqual(['monitor.json']);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('lies where the system keeps such files, or in the folder that was named', () => {
    expect(stateDirectories('/tmp/mine', {})).toEqual(['/tmp/mine']);
    const all = stateDirectories(undefined, { XDG_RUNTIME_DIR: '/run/user/7', XDG_STATE_HOME: '/s' });
    expect(all.slice(0, 2)).toEqual(['/run/user/7/fundmon', '/s/fundmon']);
    expect(all).toHaveLength(3);
    expect(stateDirectories(undefined, { XDG_RUNTIME_DIR: 'relative' })).toEqual(all.slice(2));
  });
});
