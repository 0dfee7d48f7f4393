// What becomes of alerts outside the market that raised them: they are written down, and told to whoever is to know.
import type { Alert } from '../domain/record.js';
import type { AlertRow } from '../market/alert-log.js';
import type { AlertChannel } from '../ui/alert-channel.js';
import { createCell, type Source } from '../ui/use-market.js';
import { type AlertDelivery, openAlertDelivery } from './alert-delivery.js';
import { type AlertJournal, journalDirectories, openAlertJournal } from './alert-journal.js';
import type { Session } from './session.js';

/** Who is told last gets so long. */
const FAREWELL_MS = 1_000;

export interface AlertSession {
  /** `rows`: the log, with `alerts` in it already. */
  readonly look: (alerts: readonly Alert[], rows: readonly AlertRow[]) => void;
  readonly acknowledge: (id: string, time: number) => void;
  readonly channels: Source<readonly AlertChannel[]>;
  /** Sentences for the reader, each once: a channel that fails. */
  readonly news: () => readonly string[];
  readonly close: () => Promise<void>;
  /** As a crash must: leaves no program behind, and waits for nothing. */
  readonly abort: () => void;
}

export interface AlertSessionOptions extends Pick<Session, 'isDemo' | 'settings'> {
  readonly configDir: string | undefined;
  /** False: written down only where somebody is told too. */
  readonly isAlwaysKept: boolean;
  readonly userAgent: string;
}

/** Of a demo nothing leaves the program: its market is not real. */
export async function openAlertSession({
  isDemo,
  settings,
  configDir,
  isAlwaysKept,
  userAgent,
}: AlertSessionOptions): Promise<AlertSession> {
  const delivery = isDemo ? undefined : await openAlertDelivery(settings, userAgent);
  const isKept = !isDemo && (isAlwaysKept || (delivery?.channels().length ?? 0) > 0);
  const journal = isKept ? openAlertJournal(journalDirectories(configDir), Date.now()) : undefined;
  return createAlertSession(delivery, journal, terminalChannels(settings));
}

export function createAlertSession(
  delivery: AlertDelivery | undefined,
  journal: AlertJournal | undefined,
  terminal: readonly AlertChannel[],
): AlertSession {
  const told = (): readonly AlertChannel[] => delivery?.channels() ?? [];
  let known = told();
  const channels = createCell<readonly AlertChannel[]>([...terminal, ...known]);
  return {
    look: (alerts, rows) => {
      journal?.add(alerts);
      delivery?.offer(alerts, rows);
      if (told() === known) return;
      known = told();
      channels.set([...terminal, ...known]);
    },
    acknowledge: (id, time) => journal?.acknowledge(id, time),
    channels,
    news: () => delivery?.news() ?? [],
    close: async () => {
      journal?.end(Date.now());
      await delivery?.close(FAREWELL_MS);
    },
    abort: () => delivery?.abort(),
  };
}

/** Nobody tells whether a bell was heard. */
function terminalChannels(settings: Session['settings']): readonly AlertChannel[] {
  const { 'notify.bell': bell, 'notify.osc': code, 'notify.alerts': armed } = settings;
  const target = ['CRITICAL liquidations', ...armed].join(', ');
  return [
    ...(bell === 'on' ? [{ name: 'bell', target } as const] : []),
    ...(code === 'off' ? [] : [{ name: 'desktop', target } as const]),
  ];
}
