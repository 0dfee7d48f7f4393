import { describe, expect, it } from 'vitest';
import { createDeliveryQueue, type DeliveryQueueOptions, type Outcome } from '../../src/commands/delivery-queue.js';
import { alert } from '../support/alerts.js';
import { createFakeClock, settle } from '../support/fake-clock.js';

const delivered: Outcome = { isDelivered: true };

/** A receiver that takes its time: each delivery ends when it is told to, or given up. */
function slowQueue(options: Partial<DeliveryQueueOptions> = {}) {
  const clock = createFakeClock();
  const started: string[] = [];
  const ends = new Map<string, (outcome: Outcome) => void>();
  const queue = createDeliveryQueue({
    clock,
    concurrency: 2,
    capacity: 3,
    deliver: ({ id }, signal) =>
      new Promise((resolve) => {
        started.push(id);
        ends.set(id, resolve);
        signal.addEventListener('abort', () => resolve({ isDelivered: false, reason: 'given up' }));
      }),
    ...options,
  });
  const end = async (id: string, outcome: Outcome = delivered): Promise<void> => {
    ends.get(id)?.(outcome);
    await settle();
  };
  return { queue, clock, started, end };
}

describe('the queue of a channel', () => {
  it('starts a few at once, the next when one is done, in order', async () => {
    const { queue, started, end } = slowQueue();
    for (const id of ['a', 'b', 'c', 'd']) queue.offer(alert(id));
    expect(started).toEqual(['a', 'b']);
    await end('b');
    expect(started).toEqual(['a', 'b', 'c']);
    expect(queue.counts()).toEqual({ deliveredCount: 1, failureCount: 0, droppedCount: 0 });
  });

  it('keeps the newest of a flood, and counts the rest', async () => {
    const { queue, started, end } = slowQueue();
    for (let n = 0; n < 1_000; n += 1) queue.offer(alert(`n${n}`));
    expect(queue.counts().droppedCount).toBe(995);
    await end('n0');
    await end('n1');
    expect(started).toEqual(['n0', 'n1', 'n997', 'n998']);
  });

  it('counts what failed and says why the last time', async () => {
    const { queue, clock, end } = slowQueue();
    queue.offer(alert('a'));
    await end('a', { isDelivered: false, reason: 'HTTP 500' });
    expect(queue.counts()).toMatchObject({ failureCount: 1, lastFailure: { reason: 'HTTP 500', time: clock.now() } });
  });

  it('is closed when all is delivered', async () => {
    const { queue, started, end } = slowQueue({ concurrency: 1 });
    queue.offer(alert('a'));
    queue.offer(alert('b'));
    let isClosed = false;
    const closing = queue.close(1_000).then(() => {
      isClosed = true;
    });
    queue.offer(alert('late'));
    await end('a');
    expect(isClosed).toBe(false);
    await end('b');
    await closing;
    expect(started).toEqual(['a', 'b']);
  });

  it('is closed after a while whatever the receiver does', async () => {
    const { queue, clock, started } = slowQueue({ concurrency: 1 });
    queue.offer(alert('a'));
    queue.offer(alert('b'));
    const closing = queue.close(1_000);
    await clock.advanceAsync(1_000);
    await closing;
    expect(started).toEqual(['a']);
    expect(clock.pending()).toBe(0);
  });

  it('has nothing to wait for when nothing is under way', async () => {
    const { queue } = slowQueue();
    await expect(queue.close(1_000)).resolves.toBeUndefined();
  });
});
