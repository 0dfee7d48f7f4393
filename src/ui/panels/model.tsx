import { memo, type ReactNode } from 'react';
import type { ModelStatus } from '../../domain/model-status.js';
import { printable } from '../../domain/text.js';
import { formatCost, formatCount, formatDuration, formatSpan } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { flowed, type Span, span, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';
import type { Style } from '../theme.js';

export interface ModelPanelProps extends PanelProps {
  /** Absent: nobody asks a model. */
  readonly status: ModelStatus | undefined;
  readonly time: number;
}

const states: Readonly<Record<ModelStatus['state'], { readonly words: string; readonly style: Style }>> = {
  ready: { words: '● ready', style: 'feed.live' },
  paused: { words: '◌ paused', style: 'feed.stale' },
  open: { words: '↻ breaker open', style: 'feed.reconnecting' },
  spent: { words: '○ budget spent', style: 'feed.stale' },
  stopped: { words: '✖ stopped', style: 'feed.blocked' },
};

const BETWEEN = span(' · ', 'dim');

/** Worth a look only when there is something. */
function counted(count: number, words: string): Span {
  return span(`${words} ${formatCount(count)}`, count > 0 ? 'feed.stale' : 'dim');
}

/** `34.1K of 1.0M tokens`; without a bound `34.1K tokens`. */
function ofBudget(used: string, budget: string | undefined, words: string): Span {
  return span([used, ...(budget === undefined ? [] : ['of', budget]), ...(words === '' ? [] : [words])].join(' '));
}

function usage(status: ModelStatus): readonly Span[] {
  const { callsToday, tokensToday, budgetTokens, costUsdToday, budgetUsd, latencyP50Ms, latencyP95Ms } = status;
  const tokens = budgetTokens === undefined ? undefined : formatCount(budgetTokens);
  const cost = costUsdToday === undefined ? undefined : formatCost(costUsdToday);
  return [
    span(`calls today ${formatCount(callsToday)}`),
    ofBudget(formatCount(tokensToday), tokens, 'tokens'),
    cost === undefined
      ? span('cost unknown', 'dim')
      : ofBudget(cost, budgetUsd === undefined ? undefined : formatCost(budgetUsd), ''),
    ...(latencyP50Ms === undefined ? [] : [span(`p50 ${formatDuration(latencyP50Ms)}`)]),
    ...(latencyP95Ms === undefined ? [] : [span(`p95 ${formatDuration(latencyP95Ms)}`)]),
  ];
}

function troubles(status: ModelStatus): readonly Span[] {
  return [
    counted(status.queuedCount, 'waiting'),
    counted(status.refusalCount, 'refused'),
    counted(status.failureCount, 'failed'),
    counted(status.droppedCount, 'crowded out'),
    counted(status.expiredCount, 'too late'),
  ];
}

function joined(spans: readonly Span[]): readonly Span[] {
  return spans.flatMap((one, i) => (i === 0 ? [one] : [BETWEEN, one]));
}

function stateSpan({ state, untilTime }: ModelStatus, time: number): Span {
  const { words, style } = states[state];
  const until = untilTime === undefined || untilTime <= time ? '' : ` for ${formatSpan(untilTime - time)}`;
  return span(`${words}${until}`, style);
}

/** Why it is not ready stands in front; the newest failure of one that is, behind the counts. */
function told(status: ModelStatus, time: number): readonly Span[] {
  const state = stateSpan(status, time);
  const counts = [...usage(status), ...troubles(status)];
  if (status.reason === undefined) return [state, ...counts];
  const reason = span(printable(status.reason), status.state === 'ready' ? 'dim' : states[status.state].style);
  return status.state === 'ready' ? [state, ...counts, reason] : [state, reason, ...counts];
}

export function modelLines({ theme, status, time, width, height, isFocused }: ModelPanelProps): readonly string[] {
  const inner = innerWidth(width);
  const rows = innerHeight(height);
  const title =
    status === undefined ? 'Language model' : `Language model: ${printable(`${status.model} on ${status.provider}`, 48)}`;
  const spans =
    status === undefined
      ? [span('none is asked: severity is by rules. To set one up: fundmon config set llm.provider, then llm.key', 'dim')]
      : joined(told(status, time));
  const lines = flowed(spans, inner, 0).slice(0, rows);
  return framed(
    theme,
    { title, width, height, isFocused },
    lines.map((line) => styledLine(theme, line, inner)),
  );
}

export const ModelPanel = memo(function ModelPanel(props: ModelPanelProps): ReactNode {
  return <Lines lines={modelLines(props)} />;
});
