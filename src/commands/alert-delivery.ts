// Who is told of alerts besides the screen: a command of the user's and a webhook, of what is worth telling.
import type { Clock } from '../domain/clock.js';
import type { Alert } from '../domain/record.js';
import { systemClock } from '../feed/clock.js';
import type { AlertRow } from '../market/alert-log.js';
import type { Settings } from '../settings.js';
import type { AlertChannel } from '../ui/alert-channel.js';
import { commandName, createAlertCommand } from './alert-command.js';
import { webhookName } from './alert-webhook.js';
import { createDeliveryQueue, type Deliver, type DeliveryQueue } from './delivery-queue.js';

/** Programs at once: a cascade must not start hundreds. */
const MOST_PROGRAMS = 4;
/** A webhook gets one after the other: what was raised arrives before it is cleared. */
const MOST_POSTS = 1;
const WAITING_CAPACITY = 200;
/** Raised, told, and not cleared yet. */
const TOLD_CAPACITY = 2_000;
/** An answer is not looked at. */
const ANSWER_BYTES = 256 * 1024;

export type DeliverySettings = Pick<Settings, 'onAlert' | 'webhook.url' | 'alerts.delivered'>;

export interface Channel {
  readonly name: 'command' | 'webhook';
  readonly target: string;
  readonly deliver: Deliver;
  readonly concurrency: number;
}

export interface AlertDelivery {
  /** `rows`: the log they are in already. */
  readonly offer: (alerts: readonly Alert[], rows: readonly AlertRow[]) => void;
  /** The same list while nothing changed. */
  readonly channels: () => readonly AlertChannel[];
  /** What became news since the last call: a channel that fails, or had to drop some. Each once until it works again. */
  readonly news: () => readonly string[];
  readonly close: (graceMs: number) => Promise<void>;
  /** Leaves no program behind, at once. */
  readonly abort: () => void;
}

/** The channels that are set up; `close` lets go of their connections. */
export async function openChannels(
  settings: DeliverySettings,
  userAgent: string,
  { clock = systemClock, tries }: { readonly clock?: Clock; readonly tries?: number } = {},
): Promise<{ readonly channels: readonly Channel[]; readonly close: () => void }> {
  const channels: Channel[] = [];
  const command = settings.onAlert;
  if (command.length > 0) {
    const deliver = createAlertCommand({ command });
    channels.push({ name: 'command', target: commandName(command), deliver, concurrency: MOST_PROGRAMS });
  }
  const url = settings['webhook.url'];
  if (url === '') return { channels, close: () => undefined };
  const [{ createAlertWebhook }, { createPoster }] = await Promise.all([import('./alert-webhook.js'), import('../feed/post.js')]);
  const poster = createPoster({ userAgent, maxBytes: ANSWER_BYTES });
  const deliver = createAlertWebhook({ url, poster, clock, ...(tries === undefined ? {} : { tries }) });
  channels.push({ name: 'webhook', target: webhookName(url), deliver, concurrency: MOST_POSTS });
  return { channels, close: poster.close };
}

export async function openAlertDelivery(settings: DeliverySettings, userAgent: string): Promise<AlertDelivery> {
  const { channels, close } = await openChannels(settings, userAgent);
  const delivery = createAlertDelivery({ channels, kinds: settings['alerts.delivered'], clock: systemClock });
  return {
    ...delivery,
    close: async (graceMs) => {
      await delivery.close(graceMs);
      close();
    },
  };
}

export interface AlertDeliveryOptions {
  readonly channels: readonly Channel[];
  readonly kinds: readonly Alert['kind'][];
  readonly clock: Clock;
}

export function createAlertDelivery({ channels, kinds, clock }: AlertDeliveryOptions): AlertDelivery {
  const lines = channels.map((channel) => ({
    channel,
    queue: createDeliveryQueue({ ...channel, clock, capacity: WAITING_CAPACITY }),
    hasSaid: { failure: false, drop: false },
    seen: { deliveredCount: 0, failureCount: 0, droppedCount: 0 },
  }));
  const told = new Set<string>();
  let shown: readonly AlertChannel[] = [];

  /** That one is over is told to those who were told that it began, unless somebody took care of it. */
  function isWanted({ id, kind, state }: Alert, row: AlertRow | undefined): boolean {
    if (state === 'cleared') return told.delete(id) && row?.isMuted !== true && row?.acknowledgedTime === undefined;
    if (!kinds.includes(kind) || row?.isMuted === true) return false;
    told.add(id);
    const oldest = told.size > TOLD_CAPACITY ? told.values().next() : undefined;
    if (oldest && !oldest.done) told.delete(oldest.value);
    return true;
  }

  return {
    offer: (alerts, rows) => {
      if (lines.length === 0) return;
      for (const alert of alerts) {
        // Newest first: what was just raised is found at once.
        const row = rows.find((one) => one.alert.id === alert.id);
        if (isWanted(alert, row)) for (const { queue } of lines) queue.offer(alert);
      }
    },
    channels: () => {
      const now = lines.map(({ channel: { name, target }, queue }) => ({ name, target, counts: queue.counts() }));
      if (now.length !== shown.length || now.some(({ counts }, at) => counts !== shown[at]?.counts)) shown = now;
      return shown;
    },
    news: () => lines.flatMap(newsOf),
    close: async (graceMs) => {
      await Promise.all(lines.map(({ queue }) => queue.close(graceMs)));
    },
    abort: () => {
      for (const { queue } of lines) queue.abort();
    },
  };
}

interface Line {
  readonly channel: Channel;
  readonly queue: DeliveryQueue;
  readonly hasSaid: { failure: boolean; drop: boolean };
  readonly seen: { deliveredCount: number; failureCount: number; droppedCount: number };
}

function newsOf({ channel: { name, target }, queue, hasSaid, seen }: Line): readonly string[] {
  const counts = queue.counts();
  const news: string[] = [];
  if (counts.failureCount > seen.failureCount && !hasSaid.failure) {
    hasSaid.failure = true;
    news.push(`${name} ${target}: ${counts.lastFailure?.reason}; an alert was not delivered`);
  } else if (counts.deliveredCount > seen.deliveredCount && counts.failureCount === seen.failureCount) {
    hasSaid.failure = false;
  }
  if (counts.droppedCount > seen.droppedCount && !hasSaid.drop) {
    hasSaid.drop = true;
    news.push(`${name} ${target}: too many alerts at once, some were not delivered`);
  } else if (counts.droppedCount === seen.droppedCount) hasSaid.drop = false;
  Object.assign(seen, counts);
  return news;
}
