import { memo, type ReactNode } from 'react';
import type { AlertChannel } from '../alert-channel.js';
import { padded } from '../cells.js';
import { formatAge, formatCount } from '../format.js';
import { framed, innerHeight, innerWidth } from '../frame.js';
import { type Span, span, styledLine } from '../line.js';
import type { PanelProps } from '../list-panel.js';
import { Lines } from '../surface.js';

export interface DeliveryPanelProps extends PanelProps {
  readonly channels: readonly AlertChannel[];
  readonly isDemo: boolean;
  readonly time: number;
}

const NAME_CELLS = 9;
const HINTS = ['onAlert and webhook.url in the settings tell others;', 'fundmon alerts test tries them'];
const DEMO_HINTS = ['the demo tells nobody else: its market is not real'];

function channelSpans({ name, target, counts }: AlertChannel, time: number): readonly Span[] {
  const spans = [span(padded(name, NAME_CELLS)), span(target, 'dim')];
  if (counts === undefined) return spans;
  const { deliveredCount, failureCount, droppedCount, lastFailure } = counts;
  spans.push(span(`  ${formatCount(deliveredCount)} delivered`));
  if (droppedCount > 0) spans.push(span(` · ${formatCount(droppedCount)} dropped`, 'feed.stale'));
  if (failureCount > 0) spans.push(span(` · ${formatCount(failureCount)} failed`, 'feed.stale'));
  if (lastFailure !== undefined) {
    spans.push(span(`, ${formatAge(Math.max(0, time - lastFailure.time))} ago: ${lastFailure.reason}`, 'feed.stale'));
  }
  return spans;
}

export function deliveryLines({
  channels,
  isDemo,
  time,
  theme,
  width,
  height,
  isFocused,
}: DeliveryPanelProps): readonly string[] {
  const inner = innerWidth(width);
  const hasOthers = channels.some(({ counts }) => counts !== undefined);
  const lines = [
    ...channels.map((channel) => channelSpans(channel, time)),
    ...(hasOthers ? [] : (isDemo ? DEMO_HINTS : HINTS).map((hint) => [span(hint, 'dim')])),
  ];
  return framed(
    theme,
    { title: 'Who is called', width, height, isFocused },
    lines.slice(0, innerHeight(height)).map((spans) => styledLine(theme, spans, inner)),
  );
}

export const DeliveryPanel = memo(function DeliveryPanel(props: DeliveryPanelProps): ReactNode {
  return <Lines lines={deliveryLines(props)} />;
});
