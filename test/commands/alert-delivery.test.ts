import { describe, expect, it } from 'vitest';
import { type AlertDeliveryOptions, createAlertDelivery, openChannels } from '../../src/commands/alert-delivery.js';
import type { Outcome } from '../../src/commands/delivery-queue.js';
import { type Alert, alertKinds } from '../../src/domain/record.js';
import { createAlertLog } from '../../src/market/alert-log.js';
import { alert } from '../support/alerts.js';
import { createFakeClock, settle } from '../support/fake-clock.js';
import { START } from '../support/market-records.js';

function delivery(options: Partial<AlertDeliveryOptions> = {}) {
  const told: string[] = [];
  const receiver: { outcome: Outcome } = { outcome: { isDelivered: true } };
  const log = createAlertLog(100);
  const created = createAlertDelivery({
    clock: createFakeClock(),
    kinds: alertKinds,
    channels: [
      {
        name: 'webhook',
        target: 'https://hooks.example.com',
        concurrency: 1,
        deliver: async ({ message }) => {
          told.push(message);
          return receiver.outcome;
        },
      },
    ],
    ...options,
  });
  const offer = async (...alerts: readonly Alert[]): Promise<readonly string[]> => {
    alerts.forEach(log.add);
    created.offer(alerts, log.publish());
    await settle();
    return told.splice(0);
  };
  return { ...created, offer, log, receiver };
}

describe('who is told of alerts', () => {
  it('is told once that one is raised, and once that it is cleared', async () => {
    const { offer } = delivery();
    expect(await offer(alert('a'))).toEqual(['a raised']);
    expect(await offer(alert('a', 'cleared'), alert('b'))).toEqual(['a cleared', 'b raised']);
    expect(await offer(alert('a', 'cleared'))).toEqual([]);
  });

  it('is not told of muted assets, nor that they are calm again', async () => {
    const { offer, log } = delivery();
    log.mute(['SOL']);
    expect(await offer(alert('sol'), alert('btc', 'raised', { asset: 'BTC' }))).toEqual(['btc raised']);
    log.mute([]);
    expect(await offer(alert('sol', 'cleared'))).toEqual([]);
    await offer(alert('later'));
    log.mute(['SOL']);
    expect(await offer(alert('later', 'cleared'))).toEqual([]);
  });

  it('is not told that one is over which somebody took care of', async () => {
    const { offer, log } = delivery();
    await offer(alert('a'));
    log.acknowledge('a', START);
    expect(await offer(alert('a', 'cleared'))).toEqual([]);
  });

  it('is told of the kinds that were chosen', async () => {
    const { offer } = delivery({ kinds: ['feed-down'] });
    const outage = alert('outage', 'raised', { kind: 'feed-down' });
    expect(await offer(alert('spread'), outage)).toEqual(['outage raised']);
    expect(await offer(alert('spread', 'cleared'))).toEqual([]);
  });
});

describe('a channel that fails', () => {
  it('is news once, until it works again', async () => {
    const { offer, news, receiver, channels } = delivery();
    receiver.outcome = { isDelivered: false, reason: 'HTTP 500' };
    await offer(alert('a'));
    expect(news()).toEqual(['webhook https://hooks.example.com: HTTP 500; an alert was not delivered']);
    await offer(alert('b'));
    expect(news()).toEqual([]);
    receiver.outcome = { isDelivered: true };
    await offer(alert('c'));
    expect(news()).toEqual([]);
    receiver.outcome = { isDelivered: false, reason: 'HTTP 404' };
    await offer(alert('d'));
    expect(news()).toHaveLength(1);
    expect(channels()).toMatchObject([{ counts: { deliveredCount: 1, failureCount: 3, lastFailure: { reason: 'HTTP 404' } } }]);
    expect(channels()).toBe(channels());
  });

  it('that is flooded drops all but the newest, and says so once', async () => {
    const { offer, news, channels } = delivery();
    const flood = (round: number) => Array.from({ length: 1_000 }, (_, n) => alert(`${round}:${n}`));
    const told = await offer(...flood(1));
    expect(told).toHaveLength(201);
    expect(told.at(-1)).toBe('1:999 raised');
    expect(news()).toEqual(['webhook https://hooks.example.com: too many alerts at once, some were not delivered']);
    await offer(...flood(2));
    expect(news()).toEqual([]);
    expect(channels()).toMatchObject([{ counts: { droppedCount: 1_598 } }]);
  });
});

describe('the channels that are set up', () => {
  const none = { onAlert: [], 'webhook.url': '', 'alerts.delivered': alertKinds } as const;

  it('are none by default', async () => {
    expect((await openChannels(none, 'fundmon/test')).channels).toEqual([]);
  });

  it('are called by what is no secret of them', async () => {
    const { channels, close } = await openChannels(
      {
        ...none,
        onAlert: ['/opt/push', '--token', 's3cret'],
        'webhook.url': 'https://me:pass@hooks.example.com/s3cret',
      },
      'fundmon/test',
    );
    expect(channels.map(({ name, target }) => `${name} ${target}`)).toEqual([
      'command push',
      'webhook https://hooks.example.com',
    ]);
    close();
  });
});
