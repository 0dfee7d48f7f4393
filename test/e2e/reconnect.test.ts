import { expect, test } from 'vitest';
import type { LocalExchange } from '../local-exchanges/exchange.js';
import { follows, local, type Subject, subjects } from './exchanges.js';
import { runStream, type StreamRun } from './program.js';

interface Trail {
  /** Sizes that left on a live connection. */
  readonly sent: string[];
  readonly publish: (count: number) => void;
}

/** Each event has a size of its own: whole units, which every exchange takes. */
function trail(exchange: LocalExchange, subject: Subject): Trail {
  const sent: string[] = [];
  let number = 100;
  return {
    sent,
    publish: (count) => {
      for (let left = count; left > 0; left -= 1) {
        number += 1;
        const event = { symbol: subject.symbol, side: 'long', price: '80000', size: String(number), time: Date.now() } as const;
        if (exchange.liquidate(event) > 0) sent.push(String(number));
      }
    },
  };
}

function sizes(run: StreamRun, subject: Subject): readonly string[] {
  const unit = subject.coins(1, 80000);
  return run
    .liquidations()
    .filter(({ price }) => price === 80000)
    .map(({ size }) => String(Math.round(size / unit)));
}

test.each(subjects)(
  '$exchange: cut and back again, nothing sent on a live line is lost and nothing is doubled',
  async (subject) => {
    const exchange = await local(subject.create);
    const run = runStream([exchange], ['--assets', 'BTC']);
    const events = trail(exchange, subject);
    const isFollowed = () => follows(exchange, subject.liquidationTopic);
    await run.until('liquidations are followed', isFollowed);
    events.publish(10);
    await run.until('the first events', () => sizes(run, subject).length >= 10);

    events.publish(10);
    await exchange.killConnections();
    events.publish(3);
    await run.until('it follows again', isFollowed);
    events.publish(10);

    await exchange.goDown();
    events.publish(3);
    await exchange.comeBack();
    await run.until('it follows again after the restart', isFollowed, 25_000);
    events.publish(10);
    const last = events.sent.at(-1) ?? '';
    await run.until('the last event', () => sizes(run, subject).includes(last));

    expect(await run.stop()).toBe(0);
    const got = sizes(run, subject);
    expect(new Set(got).size).toBe(got.length);
    expect(events.sent).toHaveLength(40);
    expect(events.sent.filter((size) => !got.includes(size))).toEqual([]);
    expect(run.feeds().map(({ state }) => state)).toContain('reconnecting');
    expect(exchange.refusals).toEqual([]);
  },
);
