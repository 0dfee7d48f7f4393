import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { ModelStatus } from '../../src/domain/model-status.js';
import { modelLines } from '../../src/ui/panels/model.js';
import { createTheme } from '../../src/ui/theme.js';
import { START } from '../support/market-records.js';

const status: ModelStatus = {
  provider: 'deepseek',
  model: 'deepseek-chat',
  state: 'ready',
  callsToday: 12,
  tokensToday: 34_120,
  budgetTokens: 1_000_000,
  costUsdToday: 0.0213,
  budgetUsd: 1,
  latencyP50Ms: 412,
  latencyP95Ms: 1_240,
  refusalCount: 3,
  failureCount: 1,
  queuedCount: 2,
  droppedCount: 0,
  expiredCount: 0,
};

const theme = createTheme({ colors: 0 });

function drawn(given: ModelStatus | undefined, width = 120, height = 4): string {
  return modelLines({ theme, status: given, time: START, width, height, isFocused: false }).join('\n');
}

const shown = (...given: Parameters<typeof drawn>): string => stripVTControlCharacters(drawn(...given));

describe('the model panel', () => {
  test('tells the day: calls, tokens, cost, latency, what was refused and what failed', () => {
    const text = shown(status, 160);
    expect(text).toContain('Language model: deepseek-chat on deepseek');
    for (const words of ['● ready', 'calls today 12', '34.1K of 1.0M tokens', 'of $1.00', 'p50 412 ms', 'p95 1.2 s']) {
      expect(text).toContain(words);
    }
    expect(text).toMatch(/waiting 2 · refused 3 · failed 1 · crowded out 0 · too late 0/);
  });

  test('an open breaker says for how long, and why', () => {
    const text = shown({ ...status, state: 'open', untilTime: START + 240_000, reason: 'https://api.deepseek.com: no answer' });
    expect(text).toContain('↻ breaker open for 4 min · https://api.deepseek.com: no answer');
  });

  test('what a provider said never reaches the terminal raw', () => {
    const text = drawn({ ...status, state: 'stopped', reason: 'bad\u001b[2Jkey', model: 'm\u001b]0;x' });
    expect(text).not.toMatch(/\u001b(?:\[2J|\])/);
  });

  test('without a price nobody guesses the cost', () => {
    const { costUsdToday: _, ...unpriced } = status;
    expect(shown(unpriced)).toContain('cost unknown');
  });

  test('without a model it says who judges', () => {
    expect(shown(undefined, 80, 3)).toContain('none is asked: severity is by rules');
  });

  test.each([
    [60, 3],
    [80, 4],
    [200, 4],
  ])('fills its box of %i × %i and no more', (width, height) => {
    const lines = shown({ ...status, reason: 'x'.repeat(300) }, width, height).split('\n');
    expect(lines).toHaveLength(height);
    for (const line of lines) expect([...line]).toHaveLength(width);
  });
});
