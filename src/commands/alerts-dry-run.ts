// `fundmon alerts dry-run FILE`: how often each kind would have fired over a recording, by the lines of the settings.
import type { Flags } from '../args.js';
import { FundmonError } from '../domain/errors.js';
import { type AlertKind, alertKinds } from '../domain/record.js';
import { printable } from '../domain/text.js';
import { adapters } from '../exchanges/registry.js';
import { readLines } from '../feed/lines.js';
import { columnsOf } from '../rows-as-text.js';
import { openSettings, type SettingKey, type Settings } from '../settings.js';
import { formatCount, formatMoment, formatSpan } from '../ui/format.js';
import { diagnose } from './diagnostics.js';
import { exchangeFlag } from './flag-values.js';
import { print } from './output.js';
import { loadInstruments, openInput } from './recorded-input.js';
import { createRecordedLines } from './recorded-records.js';
import { createRehearsal, type KindCounts, type RehearsalResult } from './rehearsal.js';
import { marketOptions } from './session.js';

/** A recording of the wrong kind must not become a flood of lines. */
const MOST_FAULTS_TOLD = 20;
const SUBJECTS_LISTED = 5;

/** The lines each kind is drawn by. */
const linesOf: Readonly<Record<AlertKind, readonly SettingKey[]>> = {
  'funding-spread': ['arbitrage.thresholdSpread8h', 'arbitrage.maxBreakEvenHours'],
  'feed-down': ['alerts.feedDownSeconds'],
  'liquidation-cluster': ['alerts.clusterUsd', 'alerts.clusterDeviations'],
  'liquidation-sweep': ['alerts.sweepUsdPerMinute'],
  'liquidation-burst': ['alerts.burstRatio'],
  'funding-flip': ['alerts.flipDeadBand8h', 'alerts.flipSeconds', 'watch'],
  'funding-interval': [],
};

/** Exit 0; 1 where nothing in the file could be read. */
export async function alertsDryRun(flags: Flags, file: string): Promise<number> {
  const settings = openSettings(flags['config-dir']).read();
  const isJson = flags.json === true;
  const exchange = flags.exchange === undefined ? undefined : exchangeFlag(flags.exchange);
  const lines = createRecordedLines(exchange, (of) =>
    loadInstruments(adapters[of], of === exchange ? (flags.instruments ?? []) : []),
  );
  const rehearsal = createRehearsal(marketOptions(settings, settings.watch, 0));
  let rejectedLines = 0;
  for await (const { number, text } of readLines(openInput(file))) {
    if (text?.trim() === '') continue;
    const { records, faults } = lines.read(text);
    for (const record of records) rehearsal.apply(record);
    if (faults.length === 0) continue;
    rejectedLines += 1;
    if (rejectedLines <= MOST_FAULTS_TOLD) diagnose(isJson, faults[0] ?? '', { line: number });
  }
  if (rejectedLines > MOST_FAULTS_TOLD) diagnose(isJson, `${rejectedLines - MOST_FAULTS_TOLD} more lines could not be read`);
  const result = rehearsal.finish();
  if (result.span === undefined) {
    throw new FundmonError(`no record in ${file === '-' ? 'the standard input' : `'${printable(file)}'`}`, {
      hint: 'it takes what fundmon stream writes, or raw frames with --exchange ID',
    });
  }
  await print(isJson ? `${JSON.stringify(jsonOf(result, settings, rejectedLines))}\n` : textOf(result, settings));
  return 0;
}

function jsonOf(result: RehearsalResult, settings: Settings, rejectedLineCount: number): object {
  const kinds = alertKinds.map((kind) => {
    const { raised, cleared, bySubject } = result.kinds[kind];
    const lines = Object.fromEntries(linesOf[kind].map((key) => [key, settings[key]]));
    const isOn = settings['alerts.kinds'].includes(kind);
    return { kind, isOn, raised, cleared, bySubject: Object.fromEntries(bySubject), settings: lines };
  });
  const { recordCount, exchanges, span } = result;
  return { ...span, recordCount, rejectedLineCount, exchanges, kinds };
}

function textOf({ recordCount, exchanges, span, kinds }: RehearsalResult, settings: Settings): string {
  const { from = 0, until = 0 } = span ?? {};
  const records = `${formatCount(recordCount)} records of ${exchanges.join(', ')}`;
  const rows = alertKinds.map((kind) => {
    const { raised, cleared } = kinds[kind];
    const lines = linesOf[kind].map((key) => `${key}=${String(settings[key])}`).join(' ');
    const isOff = !settings['alerts.kinds'].includes(kind);
    return [kind, String(raised), String(cleared), mostOften(kinds[kind]), isOff ? `${lines} (off in alerts.kinds)` : lines];
  });
  const table = columnsOf([['KIND', 'RAISED', 'CLEARED', 'MOST OFTEN', 'BY'], ...rows], (column) => column === 0 || column >= 3);
  return `${formatSpan(until - from)}, ${formatMoment(from)} to ${formatMoment(until)}: ${records}\n\n${table}`;
}

function mostOften({ bySubject }: KindCounts): string {
  const listed = bySubject.slice(0, SUBJECTS_LISTED).map(([subject, raised]) => `${printable(subject)} ${raised}`);
  const rest = bySubject.length - listed.length;
  return [...listed, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
