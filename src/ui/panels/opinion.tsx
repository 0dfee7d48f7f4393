import { memo, type ReactNode } from 'react';
import { printable } from '../../domain/text.js';
import { type EvidenceLine, NAME_CELLS } from '../evidence/facts.js';
import { formatAge } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { flowed, span, styledLine } from '../line.js';
import type { OpinionView } from '../opinion.js';
import { analysisLines, featureLines, opinionHead } from '../opinion-lines.js';
import { Lines } from '../surface.js';
import type { Theme } from '../theme.js';
import type { Zone } from '../zone.js';

export interface OpinionPanelProps {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly view: OpinionView;
  readonly time: number;
  readonly zone: Zone;
  /** The key that asks anew; absent where the settings give it none. */
  readonly againKey: string | undefined;
  /** The first line shown. */
  readonly offset: number;
}

export const OPINION_WIDTH = 100;

function content({ model, isAsking, opinion, reasons = [] }: OpinionView, zone: Zone): readonly EvidenceLine[] {
  const asking = isAsking ? [[span(`asking ${printable(model)} …  Esc gives up`, 'accent')]] : [];
  const state: readonly EvidenceLine[] = [...asking, ...reasons.map((reason) => [span(printable(reason))])];
  if (opinion === undefined) return state;
  const [analysis] = opinion.analyses;
  const [features] = opinion.features;
  return [
    ...state,
    ...(state.length === 0 ? [] : [[]]),
    ...opinionHead(opinion, zone),
    [],
    ...(analysis === undefined ? [] : analysisLines(analysis)),
    [],
    ...(features === undefined ? [] : featureLines(features)),
  ];
}

/** In lines of a frame of that width. */
export function opinionIn(width: number, view: OpinionView, zone: Zone): readonly EvidenceLine[] {
  return content(view, zone).flatMap((line) => flowed(line, innerWidth(width), NAME_CELLS));
}

export function opinionLines(props: OpinionPanelProps): readonly string[] {
  const { theme, width, height, view, time, zone, againKey, offset } = props;
  const inner = innerWidth(width);
  const shown = innerHeight(height);
  const lines = opinionIn(width, view, zone);
  const first = Math.min(offset, Math.max(0, lines.length - shown));
  const where = lines.length > shown ? `${first + 1}–${first + shown} of ${lines.length}` : '';
  const age = view.opinion === undefined ? '' : `${formatAge(time - view.opinion.time)} old`;
  const info = [age, where].filter((part) => part !== '').join(' · ');
  const canAsk = againKey !== undefined && view.opinion !== undefined && !view.isAsking;
  const detail = canAsk ? [span(`${againKey} asks anew`, 'dim')] : [];
  return framed(
    theme,
    {
      title: `Opinion on ${printable(view.asset, 16)}`,
      width,
      height,
      isFocused: true,
      detail,
      ...(info === '' ? {} : { info }),
    },
    lines.slice(first, first + shown).map((spans) => styledLine(theme, spans, inner)),
  );
}

export const OpinionPanel = memo(function OpinionPanel(props: OpinionPanelProps): ReactNode {
  return <Lines lines={opinionLines(props)} />;
});
