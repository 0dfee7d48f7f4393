import { afterEach, describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import { runScreen, type Screen } from '../../src/ui/run-screen.js';
import { ENTER_SCREEN, LEAVE_SCREEN } from '../../src/ui/screen-writer.js';
import { createCell } from '../../src/ui/use-market.js';
import { utc } from '../../src/ui/zone.js';
import { createFakeTerminal } from '../support/fake-terminal.js';
import { SAMPLE_TIME, sampleCoverage, sampleSnapshot } from '../support/sample-snapshot.js';

const MINUTE_MS = 60_000;
/** On the minute. */
const START = Math.ceil(SAMPLE_TIME / MINUTE_MS) * MINUTE_MS;

let running: Screen | undefined;
afterEach(() => running?.stop());

function open(isQuiet: boolean) {
  const terminal = createFakeTerminal(120, 36);
  const snapshot = sampleSnapshot();
  const market = createCell({ ...snapshot, time: START });
  const screen = runScreen({
    market,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    writeSync: terminal.writeSync,
    suspend: () => undefined,
    colors: 256,
    version: '1.2.3',
    isDemo: false,
    isQuiet,
    around: { enter: '<enter>', leave: '<leave>' },
    initial: { exchanges: exchangeIds },
    coverage: sampleCoverage,
    localZone: utc,
    onExchanges: () => undefined,
    onCopy: () => 'copied',
  });
  running = screen;
  /** How often it wrote while the market said nothing for a minute. */
  const writesOfAMinute = async (): Promise<number> => {
    const before = terminal.writes.length;
    for (let ms = 250; ms < MINUTE_MS; ms += 250) {
      market.set({ ...snapshot, time: START + ms });
      await new Promise((resolve) => setImmediate(resolve));
    }
    return terminal.writes.length - before;
  };
  return { terminal, screen, market, snapshot, writesOfAMinute };
}

describe('the quiet screen', () => {
  it('writes nothing between two minutes while nothing happens', async () => {
    expect(await open(true).writesOfAMinute()).toBe(0);
    expect(await open(false).writesOfAMinute()).toBe(59);
  });

  it('tells the time by the minute, and brings it on with the next', async () => {
    const { terminal, market, snapshot } = open(true);
    expect((await terminal.lines())[0]).toMatch(/ 22:14Z$/);
    market.set({ ...snapshot, time: START + MINUTE_MS });
    await new Promise((resolve) => setImmediate(resolve));
    expect((await terminal.lines())[0]).toMatch(/ 22:15Z$/);
  });

  it('still answers a key at once', async () => {
    const { terminal } = open(true);
    const before = terminal.writes.length;
    await terminal.press(']');
    expect(terminal.writes.length).toBe(before + 1);
  });
});

describe('what is sent beside the picture', () => {
  it('goes out between two frames, and not while the terminal takes nothing or is not ours', () => {
    const { terminal, screen } = open(false);
    expect(screen.send('\u0007')).toBe(true);
    expect(terminal.writes.at(-1)).toBe('\u0007');
    terminal.state.isBlocked = true;
    expect(screen.send('\u0007')).toBe(false);
    terminal.state.isBlocked = false;
    screen.stop();
    expect(screen.send('\u0007')).toBe(false);
    expect(terminal.writes.filter((text) => text === '\u0007')).toHaveLength(1);
  });

  it('has its words at the start and at every end', async () => {
    const { terminal, screen } = open(false);
    expect(terminal.writes[0]).toBe(`${ENTER_SCREEN}<enter>`);
    await terminal.press('\u001a');
    expect(terminal.writes.at(-1)).toBe(`<leave>${LEAVE_SCREEN}`);
    screen.resume();
    expect(terminal.writes.filter((text) => text === `${ENTER_SCREEN}<enter>`)).toHaveLength(2);
    screen.stop();
    expect(terminal.writes.at(-1)).toBe(`<leave>${LEAVE_SCREEN}`);
  });
});
