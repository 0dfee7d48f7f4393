import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalDirectories, openAlertJournal, readAlertJournal } from '../../src/commands/alert-journal.js';
import { alert } from '../support/alerts.js';
import { START } from '../support/market-records.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fundmon-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const PID = 4711;
const open = (pid = PID) => openAlertJournal([folder], START, pid);
const read = ({ muted = [] as readonly string[], running = [PID] } = {}) =>
  readAlertJournal([folder], muted, (pid) => running.includes(pid));

describe('the log of alerts on disk', () => {
  it('is there with the first alert, for its owner only', () => {
    const journal = open();
    journal.end(START);
    journal.acknowledge('a', START);
    expect(readdirSync(folder)).toEqual([]);
    expect(read()).toBeUndefined();
    journal.add([alert('a')]);
    expect(statSync(join(folder, 'alerts.ndjson')).mode & 0o777).toBe(0o600);
  });

  it('tells what became of every alert, newest first', () => {
    const journal = open();
    const full = alert('b', 'raised', {
      long: { exchange: 'dydx', symbol: 'SOL-USD' as never, fundingRate: -0.000004, fundingIntervalHours: 1 },
      spread8h: 0.000212,
      breakEvenHours: 72,
    });
    journal.add([alert('a'), full]);
    journal.add([alert('a', 'cleared')]);
    journal.acknowledge('b', START + 5);
    expect(read({ muted: ['SOL'] })).toEqual([
      { alert: full, acknowledgedTime: START + 5, isMuted: true, isLost: false },
      { alert: alert('a'), cleared: alert('a', 'cleared'), isMuted: true, isLost: false },
    ]);
  });

  it.each([
    ['ended', (journal: ReturnType<typeof open>) => journal.end(START), [PID]],
    ['was killed', () => undefined, []],
  ])('says of what stood when the monitor %s that nobody knows', (_, end, running) => {
    const journal = open();
    journal.add([alert('a'), alert('over')]);
    journal.add([alert('over', 'cleared')]);
    end(journal);
    expect(read({ running })?.map(({ alert: { id }, isLost }) => [id, isLost])).toEqual([
      ['over', false],
      ['a', true],
    ]);
    open(PID + 1).add([alert('b')]);
    expect(read({ running: [PID + 1] })).toMatchObject([{ isLost: false }, { isLost: false }, { isLost: true }]);
  });

  it('leaves out what it cannot read', () => {
    open().add([alert('a')]);
    appendFileSync(
      join(folder, 'alerts.ndjson'),
      '{"type":"alert","id":"cut"\nnull\n{"type":"alert","id":"b","kind":"of tomorrow"}\n',
    );
    open(PID + 1).add([alert('c')]);
    expect(read()?.map(({ alert: { id } }) => id)).toEqual(['c', 'a']);
  });

  it('stays within two megabytes, keeps the newest, and survives a flood', () => {
    const journal = open();
    for (let round = 0; round < 40; round += 1) {
      journal.add(Array.from({ length: 1_000 }, (_, n) => alert(`${round}:${n}`)));
    }
    const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
    expect(sizes).toHaveLength(2);
    expect(Math.max(...sizes)).toBeLessThan(1.2 * 1024 * 1024);
    const rows = read();
    expect(rows?.[0]?.alert.id).toBe('39:999');
    expect(rows?.length).toBeGreaterThan(5_000);
  });

  it('writes through no link, and does without where it cannot write', () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(join(folder, 'state'));
    symlinkSync(elsewhere, join(folder, 'state', 'alerts.ndjson'));
    openAlertJournal([join(folder, 'state')], START, PID).add([alert('a')]);
    expect(existsSync(elsewhere)).toBe(false);
    openAlertJournal([join(folder, 'state'), join(folder, 'second')], START, PID).add([alert('a')]);
    expect(readFileSync(join(folder, 'second', 'alerts.ndjson'), 'utf8')).toContain('"id":"a"');
  });

  it('lies where the machine keeps it, before where the session does', () => {
    const environment = { XDG_RUNTIME_DIR: '/run/user/1', XDG_STATE_HOME: '/home/me/state' };
    const directories = journalDirectories(undefined, environment);
    expect(directories[0]).toBe('/home/me/state/fundmon');
    expect(directories.at(-1)).toBe('/run/user/1/fundmon');
    expect(journalDirectories('/conf', environment)).toEqual(['/conf']);
  });
});
