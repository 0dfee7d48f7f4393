// What a trader does with it, key by key, on the built program. Where minutes have to pass, its clock runs twenty times as fast.
import { describe, expect, it } from 'vitest';
import { framesOf, glyphsOf } from './frames.js';
import { type MonitorOptions, type MonitorRun, openMonitor } from './terminal.js';

const FAST = 20;
const wide = { columns: 120, rows: 36, args: ['--seed', '7'] } as const;
/** The ground of the selected row in the theme dark. */
const SELECTED = '/237';
/** Under two lines of status, the border and the headings. */
const FIRST_ROW = 4;

async function open(options: MonitorOptions = {}): Promise<MonitorRun> {
  const run = openMonitor({ ...wide, ...options });
  await run.until('every exchange has told something', (lines) => / 6 live /.test(lines[0] ?? '') && run.isSettled());
  return run;
}

function has(lines: readonly string[], ...texts: readonly string[]): boolean {
  return texts.every((text) => lines.some((line) => line.includes(text)));
}

/** The upper edges on the screen, of panels and of what lies on top. */
async function titles(run: MonitorRun): Promise<readonly string[]> {
  return framesOf(glyphsOf(await run.cells())).map(({ edge }) => edge);
}

/** The inner lines of the panel of that title, wherever it stands, without its heading and the empty ones. */
function rowsOf(lines: readonly string[], title: string): readonly string[] {
  const top = lines.findIndex((line) => line.includes(`╭─ ${title}`));
  const left = lines[top]?.indexOf(`╭─ ${title}`) ?? 0;
  const right = lines[top]?.indexOf('╮', left) ?? 0;
  const bottom = lines.findIndex((line, y) => y > top && line[left] === '╰');
  return lines
    .slice(top + 2, bottom)
    .map((line) => line.slice(left + 1, right))
    .filter((line) => line.trim() !== '');
}

async function selectedRow(run: MonitorRun): Promise<{ readonly y: number; readonly text: string }> {
  const rows = await run.cells();
  const y = rows.findIndex((cells) => cells.some(({ look }) => look.endsWith(SELECTED)));
  const text = (rows[y] ?? []).map(({ glyph }) => glyph).join('');
  return { y, text };
}

/** How many liquidations their view lists: `22` or `1–22 of 127` in the title; not a number while there is none. */
function listed(lines: readonly string[]): number {
  if (!has(lines, '╭─ Totals')) return Number.NaN;
  return Number(/^[^╮]* (\d+) ─╮/.exec(lines.find((line) => line.startsWith('╭─ Liquidations')) ?? '')?.[1]);
}

describe('the filters of the liquidations', () => {
  /** Of the hour, longs and shorts: the last two cells of a row of tiers. */
  const total = (lines: readonly string[], tier: string): readonly [longs: number, shorts: number] => {
    const row = rowsOf(lines, 'Tiers').find((line) => line.includes(tier)) ?? '';
    const cells = row.trim().split(/ {2,}/).slice(-2);
    const [longs = Number.NaN, shorts = Number.NaN] = cells.map((cell) =>
      cell === '–' ? 0 : Number(cell.replace('≥', '').split(' ')[0]),
    );
    return [longs, shorts];
  };

  it('leave what they say, and the totals follow', async () => {
    const run = await open({ speed: FAST });
    run.press('3');
    await run.until('a list of all kinds', (lines) => listed(lines) > 60 && total(lines, 'HIGH').every((count) => count > 0));
    run.press(' ');
    const all = await run.until('a picture that stands', (lines) => has(lines, 'PAUSED') && run.isSettled());
    const [longs, shorts] = total(all, 'all');
    expect(longs + shorts).toBe(listed(all));

    const filtered = async (keys: string, words: string): Promise<readonly string[]> => {
      run.press(keys);
      return run.until(`filtered: ${words}`, (lines) => has(lines, `╭─ Liquidations · ${words} ─`) && run.isSettled());
    };
    const onlyLongs = await filtered('d', 'longs');
    expect(listed(onlyLongs)).toBe(longs);
    expect(total(onlyLongs, 'all')).toEqual([longs, 0]);
    for (const row of rowsOf(onlyLongs, 'Liquidations')) expect(row).toContain('▼ long');

    const onlyShorts = await filtered('d', 'shorts');
    expect(listed(onlyShorts)).toBe(shorts);
    for (const row of rowsOf(onlyShorts, 'Liquidations')) expect(row).toContain('▲ short');

    const severe = await filtered('dvv', 'HIGH+');
    const counted = ['CRITICAL', 'HIGH'].flatMap((tier) => total(all, tier)).reduce((sum, count) => sum + count, 0);
    expect(listed(severe)).toBe(counted);
    expect(total(severe, 'LOW')).toEqual([0, 0]);
    for (const row of rowsOf(severe, 'Liquidations')) expect(row).toMatch(/✸ CRIT|◆ HIGH/);

    const large = await filtered('vvnn', '≥$50.0K');
    expect(listed(large)).toBeLessThan(listed(all));
    for (const row of rowsOf(large, 'Liquidations')) {
      const [, amount = '', unit = ''] = /\$([\d.]+)([KM])/.exec(row) ?? [];
      expect(Number(amount) * (unit === 'M' ? 1000 : 1), row).toBeGreaterThanOrEqual(50);
    }
    run.press('0');
    const again = await run.until('all of them', (lines) => has(lines, '╭─ Liquidations ─') && run.isSettled());
    expect(again.slice(2)).toEqual(all.slice(2));
  });
});

describe('the picture', () => {
  it('stands while more and more waits behind it, and catches up', async () => {
    const run = await open({ speed: FAST });
    run.press('3');
    await run.until('a list', (lines) => listed(lines) > 0);
    const waiting = (lines: readonly string[]): number => Number(/PAUSED \+(\d+)/.exec(lines[0] ?? '')?.[1] ?? 0);
    run.press(' ');
    const held = await run.until('what waits', (lines) => waiting(lines) > 0 && run.isSettled());
    const later = await run.until('more of it', (lines) => waiting(lines) > waiting(held) + 10 && run.isSettled());
    // The status goes on, and the footer with it.
    expect(later.slice(2)).toEqual(held.slice(2));
    run.press(' ');
    await run.until('what waited', (lines) => !has(lines, 'PAUSED') && listed(lines) >= listed(held) + waiting(later));
  });

  it('gives the focused panel the whole screen and takes it back', async () => {
    const run = await open();
    run.press(' \t');
    const isFocused = async (lines: readonly string[]): Promise<boolean> => {
      const y = lines.findIndex((line) => line.startsWith('╭─ Liquidations'));
      return (await run.cells())[y]?.[3]?.look.startsWith('b') === true;
    };
    await run.until('the focus', async (lines) => has(lines, 'PAUSED') && run.isSettled() && (await isFocused(lines)));
    const before = await run.lines();
    run.press('z');
    await run.until('the zoom', (lines) => !has(lines, '╭─ Funding') && run.isSettled());
    expect(await titles(run)).toEqual([expect.stringMatching(/^─ Liquidations ─/)]);
    run.press('z');
    const after = await run.until('all panels', (lines) => has(lines, '╭─ Funding') && run.isSettled());
    expect(after.slice(2)).toEqual(before.slice(2));
  });

  it('tells what happened while nobody touched a key', async () => {
    const run = await open({ speed: FAST });
    run.press('j');
    const clock = (lines: readonly string[]): number =>
      Date.parse(`1970-01-01T${/(\d\d:\d\d:\d\d)Z/.exec(lines[0] ?? '')?.[1]}Z`);
    const left = clock(await run.lines());
    const day = 86_400_000;
    await run.until('seventy seconds', (lines) => (clock(lines) - left + day) % day > 70_000);
    // Any key ends the absence, and w still tells of it.
    run.press('kw');
    const digest = (await run.until('the digest', (lines) => has(lines, 'Since your last key') && run.isSettled())).join('\n');
    expect(
      Number(/│ (\d+) s: 20\d\d-/.exec(digest)?.[1] ?? Number(/│ (\d+) min: 20\d\d-/.exec(digest)?.[1]) * 60),
    ).toBeGreaterThanOrEqual(60);
    const count = (pattern: RegExp): number => Number(pattern.exec(digest)?.[1]);
    const tiers = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'].map((tier) => count(new RegExp(`${tier} (\\d+)`)));
    expect(count(/in all +≥?(\d+)/)).toBeGreaterThan(0);
    expect(tiers.reduce((sum, of) => sum + of, 0)).toBe(count(/in all +≥?(\d+)/));
    expect(digest).toMatch(/largest +[▲▼] (long|short) [A-Z]+ \$/);
    run.press('\u001b');
    await run.until('it is closed', (lines) => !has(lines, 'Since your last key'));
  });

  it('keeps the cursor on its row while a sorted list changes', async () => {
    const run = await open({ speed: FAST });
    run.press('2');
    const unsorted = await run.until('the board', (lines) => rowsOf(lines, 'Board').length > 10 && run.isSettled());
    run.press('s');
    await run.until('another order', (lines) => names(lines).join() !== names(unsorted).join() && run.isSettled());
    run.press('jjj');
    const y = FIRST_ROW + 3;
    await run.until('the cursor on the fourth row', async () => (await selectedRow(run)).y === y && run.isSettled());
    const { text } = await selectedRow(run);
    const asset = text.slice(2, 12).trim();
    const order = names(await run.lines());
    expect(order.indexOf(asset)).toBe(3);
    await run.until('other rates', (lines) => lines[y] !== text && run.isSettled());
    const now = await selectedRow(run);
    expect(now.y).toBe(y);
    expect(now.text.slice(2, 12).trim()).toBe(asset);
    expect(names(await run.lines())).toEqual(order);
  });

  const names = (lines: readonly string[]): readonly string[] => rowsOf(lines, 'Board').map((row) => row.slice(1, 11).trim());
});

describe('keys', () => {
  it('all count when they come in one chunk, as over SSH', async () => {
    const run = await open();
    run.press('jjj');
    await run.until('the cursor on the fourth row', async () => (await selectedRow(run)).y === FIRST_ROW + 3);
    run.press('2s/');
    const found = await run.until('the finder over the sorted board', (lines) => has(lines, 'Find an asset') && run.isSettled());
    expect(found[0]).toContain(' 2 board ');
    run.press('\u001b');
    await run.until('it is closed', (lines) => !has(lines, 'Find an asset'));
    run.press(':unit apr\r');
    await run.until('rates per year', (lines) => has(lines, 'rates in percent, APR') && !has(lines, ':unit'));
    run.press('1]]/sol\r');
    await run.until('what was found', (lines) => has(lines, '╭─ Funding SOL'));
    run.press(':q\r');
    expect(await run.exited).toMatchObject({ exitCode: 0, signal: 0 });
    expect(await run.isAlternate()).toBe(false);
  });

  it('do what the settings say', async () => {
    const run = await open({ settings: { 'keys.zoom': 'f', 'keys.evidence': 'Ctrl-E' } });
    await run.until('the key in the footer', (lines) => has(lines, 'f zoom'));
    run.press('z\r?');
    await run.until(
      'neither zoom nor evidence, but the help',
      (lines) => has(lines, '╭─ Keys', 'the focused panel') && run.isSettled(),
    );
    run.press('\u001b');
    await run.until('all panels', (lines) => !has(lines, '╭─ Keys') && has(lines, '╭─ Arbitrage'));
    run.press('f');
    await run.until('the zoom', (lines) => !has(lines, '╭─ Arbitrage'));
    run.press('f\u0005');
    await run.until('the evidence', (lines) => has(lines, '╭─ Funding of '));
  });

  it('that mean two things are refused before the screen is taken', async () => {
    const run = openMonitor({ ...wide, settings: { 'keys.zoom': 'q' } });
    expect(await run.exited).toMatchObject({ exitCode: 2 });
    await run.until('the reason', (lines) => has(lines, "the key 'q' is bound to both zoom and quit"));
    expect(run.raw()).not.toContain('\u001b[?1049h');
  });
});

it('a minute of frames and every view flicker nowhere: no clear, no scroll, each update whole', async () => {
  const run = await open({ speed: FAST });
  const opened = Date.now();
  const keys = ['2', '3', '4', '5', '6', '1', 'z', 'z', '?', '\u001b', 'e', '\u001b', 'w', '\u001b', '\t\t', 'G', 'g', ']'];
  for (const key of keys) {
    const { length } = run.raw();
    run.press(key);
    await run.until(`a frame after ${key}`, () => run.raw().length > length);
  }
  await run.until('a minute', () => (Date.now() - opened) * FAST > 60_000);
  const [, ...updates] = run
    .raw()
    .slice(run.raw().indexOf('\u001b[H') + 3)
    .split('\u001b[?2026h');
  expect(updates.length).toBeGreaterThan(40);
  // Between the marks there is at most the bell.
  for (const update of updates.slice(0, -1)) expect(update.replaceAll('\u0007', '').endsWith('\u001b[?2026l')).toBe(true);
  expect(run.raw().match(/\u001b\[[0123]?J|\u001bc/g)).toHaveLength(1);
  expect(run.raw()).not.toContain('\n');
  expect(run.scrolled()).toBe(0);
});
