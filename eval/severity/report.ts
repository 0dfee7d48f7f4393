// What the run says: one table, the rules and the model on the same cases.
import { type Tier, tiers } from '../../src/domain/severity.js';
import type { Judgement } from './judge.js';
import type { Spent } from './meter.js';
import { countByTier, type Score, scoreOf } from './score.js';

/** What the program asks a model about unless told otherwise: `llm.minNotionalUsd`. */
const ASKED_FROM_USD = 500_000;

export interface JudgeReport extends Score {
  readonly name: string;
  /** Of the cases whose label does not hang on a quarter more or less in USD. */
  readonly clear: Score;
  /** Of those the program asks about by default. */
  readonly large: Score;
}

export interface ModelReport extends Spent {
  readonly name: string;
  /** Cases the model decided; in the others it was refused and the rule stands. */
  readonly decidedCount: number;
  readonly refusedCount: number;
}

export interface Report {
  readonly caseCount: number;
  readonly labels: string;
  readonly borderlineCount: number;
  /** The rules first. */
  readonly judges: readonly JudgeReport[];
  readonly model?: ModelReport;
  /** Of `wantedCount` cases only these were answered, and why. */
  readonly endedBy?: string;
  readonly wantedCount: number;
}

export function judgeReport(name: string, judgements: readonly Judgement[]): JudgeReport {
  const of = (some: readonly Judgement[]): Score => scoreOf(some.map(({ one, tier }) => ({ label: one.tier, answer: tier })));
  return {
    name,
    ...of(judgements),
    clear: of(judgements.filter(({ one }) => !one.isBorderline)),
    large: of(judgements.filter(({ one }) => one.liquidation.notionalUsd >= ASKED_FROM_USD)),
  };
}

/** `judgements` of the rules and, where a model was asked, of the model on the same cases. */
export function reportOf(
  byRules: readonly Judgement[],
  byModel?: {
    readonly name: string;
    readonly judgements: readonly Judgement[];
    readonly spent: Spent;
    readonly refusedCount: number;
  },
  run: { readonly wantedCount: number; readonly endedBy?: string } = { wantedCount: byRules.length },
): Report {
  return {
    caseCount: byRules.length,
    labels: countByTier(byRules.map(({ one }) => one.tier)),
    borderlineCount: byRules.filter(({ one }) => one.isBorderline).length,
    judges: [judgeReport('rules', byRules), ...(byModel ? [judgeReport(byModel.name, byModel.judgements)] : [])],
    ...(byModel
      ? {
          model: {
            name: byModel.name,
            ...byModel.spent,
            decidedCount: byModel.judgements.filter(({ by }) => by === 'llm').length,
            refusedCount: byModel.refusedCount,
          },
        }
      : {}),
    ...run,
  };
}

function percent(fraction: number | undefined): string {
  return fraction === undefined ? '-' : (fraction * 100).toFixed(1);
}

function wholePercent(fraction: number | undefined): string {
  return fraction === undefined ? '-' : (fraction * 100).toFixed(0);
}

/** Columns as wide as their widest cell: the first to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
  );
}

function summary({ judges }: Report): readonly string[] {
  const head = ['%', 'accuracy', 'within one', 'clear cases', '$500k+', ...tiers.map((tier) => `${tier} p/r`)];
  const rowOf = (judge: JudgeReport): readonly string[] => [
    judge.name,
    percent(judge.accuracy),
    percent(judge.withinOne),
    percent(judge.clear.accuracy),
    percent(judge.large.accuracy),
    ...tiers.map((tier) => `${wholePercent(judge.byTier[tier].precision)}/${wholePercent(judge.byTier[tier].recall)}`),
  ];
  return aligned([head, ...judges.map(rowOf)]);
}

function confusion({ name, confusion: counts }: JudgeReport): readonly string[] {
  const rowOf = (label: Tier): readonly string[] => [label, ...tiers.map((answer) => String(counts[label][answer]))];
  return aligned([[name, ...tiers], ...tiers.map(rowOf)]);
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '-' : `${(ms / 1000).toFixed(2)} s`;
}

function costLines({ model }: Report): readonly string[] {
  if (!model) return [];
  const cost = model.costUsd === undefined ? 'cost not told' : `$${model.costUsd.toFixed(4)}`;
  return [
    '',
    `${model.name}: ${model.callCount} calls, ${model.promptTokens} tokens asked, ${model.completionTokens} answered, ${cost}`,
    `latency p50 ${seconds(model.latencyP50Ms)}, p95 ${seconds(model.latencyP95Ms)}; ${model.decidedCount} tiers by the model, ${model.refusedCount} refused (the rule stands)`,
  ];
}

export function textOf(report: Report): string {
  const { caseCount, labels, borderlineCount, judges, model, endedBy, wantedCount } = report;
  const ceiling = judges[0]?.withinOne;
  return [
    `${caseCount} liquidations labelled by eval/severity/RUBRIC.md: ${labels}; ${borderlineCount} borderline, ${judges[0]?.large.count ?? 0} of $500k or more`,
    ...(endedBy === undefined ? [] : [`ended before all ${wantedCount} were answered: ${endedBy}`]),
    '',
    ...summary(report),
    `p/r: precision and recall; a model moves the rule's tier by one step at most, so none can be right in more than ${percent(ceiling)} %`,
    ...judges.flatMap((judge) => ['', 'label (rows) and what was answered (columns)', ...confusion(judge)]),
    ...costLines(report),
    ...(model || endedBy !== undefined ? [] : ['', 'no --endpoint: the rules alone']),
    '',
  ].join('\n');
}
