import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/domain/record.js';
import { createAlertLog } from '../../src/market/alert-log.js';
import { START } from '../support/market-records.js';

function alert(id: string, state: Alert['state'] = 'raised', fields: Partial<Alert> = {}): Alert {
  return { type: 'alert', id, kind: 'funding-spread', state, time: START, asset: 'SOL', message: `${id} ${state}`, ...fields };
}

const ids = (log: ReturnType<typeof createAlertLog>) => log.publish().map((row) => row.alert.id);

describe('the alert log', () => {
  test('lists the newest first, and completes one that is cleared where it stands', () => {
    const log = createAlertLog(10);
    log.add(alert('a'));
    log.add(alert('b'));
    log.add(alert('a', 'cleared'));
    expect(log.publish()).toEqual([
      { alert: alert('b'), isMuted: false },
      { alert: alert('a'), cleared: alert('a', 'cleared'), isMuted: false },
    ]);
  });

  test('one that was never raised here cannot be cleared', () => {
    const log = createAlertLog(10);
    log.add(alert('x', 'cleared'));
    expect(log.publish()).toEqual([]);
  });

  test('is acknowledged once, at the first time', () => {
    const log = createAlertLog(10);
    log.add(alert('a'));
    log.acknowledge('a', START + 1);
    log.acknowledge('a', START + 2);
    log.acknowledge('nobody', START);
    expect(log.publish()).toMatchObject([{ acknowledgedTime: START + 1 }]);
  });

  test('muting an asset mutes what stands and what comes, until it is taken back', () => {
    const log = createAlertLog(10);
    log.add(alert('a'));
    log.add(alert('btc', 'raised', { asset: 'BTC' }));
    log.mute(['SOL']);
    log.add(alert('b'));
    expect(log.publish().map(({ isMuted }) => isMuted)).toEqual([true, false, true]);
    log.mute([]);
    expect(log.publish().some(({ isMuted }) => isMuted)).toBe(false);
  });

  test('when it is full the oldest that is over goes, one that stands stays', () => {
    const log = createAlertLog(2);
    log.add(alert('stands'));
    log.add(alert('over'));
    log.add(alert('over', 'cleared'));
    log.add(alert('new'));
    expect(ids(log)).toEqual(['new', 'stands']);
    log.add(alert('newer'));
    expect(ids(log)).toEqual(['newer', 'new']);
  });

  test('is the same list while nothing changed', () => {
    const log = createAlertLog(2);
    log.add(alert('a'));
    const list = log.publish();
    log.mute(['BTC']);
    expect(log.publish()).toBe(list);
  });
});
