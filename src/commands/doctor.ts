import { statSync } from 'node:fs';
import type { Flags } from '../args.js';
import { FundmonError } from '../domain/errors.js';
import { printable } from '../domain/text.js';
import { openSettings, type Settings } from '../settings.js';
import { checkClock, checkExchange } from './checkup/exchanges.js';
import type { Finding, FindingState } from './checkup/finding.js';
import { checkModel } from './checkup/model.js';
import { checkNode, checkSettingsFile, checkTerminal } from './checkup/surroundings.js';
import { collect } from './collect.js';
import { amountFlag } from './flag-values.js';
import { openModel } from './model.js';
import { print } from './output.js';
import { openSession } from './session.js';

const DEFAULT_TIMEOUT_S = 15;
/** Enough for the lag to be told, when everything is up at once. */
const SETTLED_MS = 2_000;

const marks: Readonly<Record<FindingState, string>> = { ok: '✓', warning: '!', broken: '✗', skipped: '–' };

/** Exit 0; 1 when something needed is broken. */
export async function doctor(flags: Flags): Promise<number> {
  const timeoutMs = 1000 * amountFlag('timeout', 'SECONDS', flags.timeout ?? String(DEFAULT_TIMEOUT_S));
  const isJson = flags.json === true;
  const findings: Finding[] = [];
  const tell = async (...found: readonly Finding[]): Promise<void> => {
    findings.push(...found);
    if (!isJson) await print(found.map(findingText).join(''));
  };
  await tell(checkNode(process.versions.node), checkTerminal(terminalFacts()));
  const settings = readSettings(flags);
  await tell(settings.finding);
  if (settings.read !== undefined) {
    const [market, model] = await Promise.all([
      checkMarket(flags, timeoutMs),
      openAndCheckModel(flags, settings.read, timeoutMs),
    ]);
    await tell(...market, model);
  }
  const isBroken = findings.some(({ state }) => state === 'broken');
  if (isJson) await print(`${JSON.stringify({ isHealthy: !isBroken, findings })}\n`);
  return isBroken ? 1 : 0;
}

function findingText({ about, state, found, advice }: Finding): string {
  const line = `${marks[state]} ${about.padEnd(15)} ${found}\n`;
  return advice === undefined || state === 'ok' ? line : `${line}${' '.repeat(18)}→ ${advice}\n`;
}

function terminalFacts(): Parameters<typeof checkTerminal>[0] {
  const { isTTY, columns = 0, rows = 0 } = process.stdout;
  return { isTerminal: isTTY, columns, rows, colorDepth: isTTY ? process.stdout.getColorDepth() : 1, environment: process.env };
}

function readSettings(flags: Flags): { readonly finding: Finding; readonly read?: Settings } {
  try {
    const store = openSettings(flags['config-dir']);
    const read = store.read();
    const mode = statSync(store.path, { throwIfNoEntry: false })?.mode;
    return { finding: checkSettingsFile(store.path, mode, read['llm.key'] !== ''), read };
  } catch (error) {
    if (!(error instanceof FundmonError)) throw error;
    const advice = error.hint === undefined ? {} : { advice: printable(error.hint) };
    return { finding: { about: 'settings', state: 'broken', found: printable(error.message), ...advice } };
  }
}

async function checkMarket(flags: Flags, timeoutMs: number): Promise<readonly Finding[]> {
  const session = await openSession(flags);
  const { snapshot } = await collect(
    session,
    ({ elapsedMs, settledMs }) => elapsedMs >= timeoutMs || settledMs >= Math.min(SETTLED_MS, timeoutMs),
  );
  const found = session.exchanges.map((exchange) => checkExchange(exchange, snapshot, timeoutMs / 1000));
  return [...found, checkClock(snapshot.feeds)];
}

async function openAndCheckModel(flags: Flags, settings: Settings, timeoutMs: number): Promise<Finding> {
  const model = await openModel(flags, settings);
  try {
    return await checkModel(model, timeoutMs);
  } finally {
    if (model.client !== undefined) model.close();
  }
}
