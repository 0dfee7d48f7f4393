import { describe, expect, test } from 'vitest';
import type { Severity } from '../../src/domain/record.js';
import { createLiquidationLog } from '../../src/market/liquidation-log.js';
import { liquidation, START } from '../support/market-records.js';

function severity(liquidationId: string, tier: Severity['tier'], by: Severity['by'] = 'rule'): Severity {
  return { type: 'severity', liquidationId, tier, by, reason: `${by} says so`, time: START };
}

function ids(log: ReturnType<typeof createLiquidationLog>): string[] {
  return log.publish().map((row) => row.liquidation.id);
}

describe('order and bound', () => {
  test('the newest arrival stands first, and of those that arrived together the latest event', () => {
    const log = createLiquidationLog(10);
    log.add(liquidation('a', { receivedAt: START, time: START - 1 }));
    log.add(liquidation('c', { receivedAt: START + 5, time: START + 3 }));
    log.add(liquidation('d', { receivedAt: START + 5, time: START + 4 }));
    log.add(liquidation('b', { receivedAt: START + 5, time: START + 2 }));
    // An event of the past that arrives now is news all the same.
    log.add(liquidation('e', { receivedAt: START + 6, time: START - 100 }));
    expect(ids(log)).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  test('beyond its capacity the oldest arrivals go, and their ids with them', () => {
    const log = createLiquidationLog(3);
    for (let i = 0; i < 8; i += 1) log.add(liquidation(`${i}`, { receivedAt: START + i }));
    expect(ids(log)).toEqual(['7', '6', '5']);
    expect(log.has('4')).toBe(false);
    expect(log.has('5')).toBe(true);
  });

  test('an id seen before is refused and counted', () => {
    const log = createLiquidationLog(3);
    expect(log.add(liquidation('a'))).toBe(true);
    expect(log.add(liquidation('a', { notionalUsd: 5 }))).toBe(false);
    expect(log.publish()).toEqual([{ liquidation: liquidation('a') }]);
    expect(log.duplicateCount()).toBe(1);
  });

  test('one below the minimum takes no row, but is known', () => {
    const log = createLiquidationLog(2, 500);
    expect(log.add(liquidation('small', { notionalUsd: 499 }))).toBe(true);
    expect(log.add(liquidation('small', { notionalUsd: 499 }))).toBe(false);
    expect(log.add(liquidation('big', { notionalUsd: 500 }))).toBe(true);
    log.judge(severity('small', 'LOW'));
    expect(ids(log)).toEqual(['big']);
    expect(log.orphanCount()).toBe(0);
    for (const id of ['x', 'y']) log.add(liquidation(id, { notionalUsd: 1 }));
    expect(log.has('small')).toBe(false);
  });
});

describe('severity', () => {
  test('fills in the row of its id and no other', () => {
    const log = createLiquidationLog(3);
    log.add(liquidation('a'));
    log.add(liquidation('b'));
    const [, before] = log.publish();
    log.judge(severity('b', 'HIGH'));
    const [b, a] = log.publish();
    expect(b).toEqual({ liquidation: liquidation('b'), tier: 'HIGH', by: 'rule', reason: 'rule says so' });
    expect(a).toBe(before);
  });

  test.each([
    ['after the rule', ['rule', 'llm']],
    ['before the rule', ['llm', 'rule']],
  ] as const)('a model that answers %s has the last word', (_, order) => {
    const log = createLiquidationLog(3);
    log.add(liquidation('a'));
    for (const by of order) log.judge(severity('a', by === 'llm' ? 'CRITICAL' : 'LOW', by));
    const rule = { tier: 'LOW', reason: 'rule says so' };
    expect(log.publish()[0]).toMatchObject({ tier: 'CRITICAL', by: 'llm', reason: 'llm says so', rule });
  });

  test('of a model tells which one and how long it took, for the record that brought it', () => {
    const log = createLiquidationLog(3);
    log.add(liquidation('a'));
    log.judge({ ...severity('a', 'HIGH', 'llm'), model: 'deepseek-v3.2', latencyMs: 412 });
    expect(log.publish()[0]).toEqual({
      liquidation: liquidation('a'),
      tier: 'HIGH',
      by: 'llm',
      reason: 'llm says so',
      model: 'deepseek-v3.2',
      latencyMs: 412,
    });
  });

  test('for an id that is not, or no longer, there is dropped and counted', () => {
    const log = createLiquidationLog(1);
    log.judge(severity('never', 'LOW'));
    log.add(liquidation('a'));
    log.add(liquidation('b'));
    log.judge(severity('a', 'LOW'));
    expect(log.orphanCount()).toBe(2);
    expect(log.publish()).toEqual([{ liquidation: liquidation('b') }]);
  });
});

test('the list keeps its identity until something changes, and a published one never changes', () => {
  const log = createLiquidationLog(2);
  log.add(liquidation('a'));
  const first = log.publish();
  expect(log.publish()).toBe(first);
  log.add(liquidation('a'));
  expect(log.publish()).toBe(first);
  log.add(liquidation('b'));
  log.add(liquidation('c'));
  expect(log.publish()).not.toBe(first);
  expect(first).toEqual([{ liquidation: liquidation('a') }]);
});
