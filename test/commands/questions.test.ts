import { describe, expect, it } from 'vitest';
import { createQuestions, modelWords } from '../../src/commands/questions.js';
import { UsageError } from '../../src/domain/errors.js';
import type { ModelStatus } from '../../src/domain/model-status.js';
import type { Alert } from '../../src/domain/record.js';
import { SAMPLE_TIME, sampleSnapshot } from '../support/sample-snapshot.js';

function alert(number: number): Alert {
  return {
    type: 'alert',
    id: `a${number}`,
    kind: 'feed-down',
    state: 'raised',
    time: SAMPLE_TIME - 60_000 + number,
    exchange: 'okx',
    message: 'okx is down',
  };
}

const status: ModelStatus = {
  provider: 'groq',
  model: 'some-model',
  state: 'ready',
  callsToday: 0,
  tokensToday: 0,
  refusalCount: 0,
  failureCount: 0,
  queuedCount: 0,
  droppedCount: 0,
  expiredCount: 0,
};

describe('the questions of the screen', () => {
  it('are answered from the snapshot that is shown, and from the alerts seen so far', () => {
    const questions = createQuestions({ client: undefined, model: 'none', startTime: SAMPLE_TIME - 600_000, minNotionalUsd: 0 });
    questions.note([alert(1)]);
    questions.note([]);
    questions.note([alert(3), alert(2)]);
    const { rows, columns, fromTime } = questions.query('alerts exchange=okx', sampleSnapshot());
    const id = columns.findIndex(({ name }) => name === 'id');
    expect(rows.map((row) => row[id])).toEqual(['a3', 'a2', 'a1']);
    expect(fromTime).toBe(SAMPLE_TIME - 600_000);
    expect(questions.query('funding', sampleSnapshot()).rowCount).toBe(11);
  });

  it('keep a thousand alerts', () => {
    const questions = createQuestions({ client: undefined, model: 'none', startTime: 0, minNotionalUsd: 0 });
    for (let number = 0; number < 1500; number += 1) questions.note([alert(number)]);
    const { rowCount, rows } = questions.query('alerts', sampleSnapshot());
    expect(rowCount).toBe(1000);
    expect(rows[0]).toContain('a1499');
  });

  it('refuse what means nothing, and ask nobody without a model', () => {
    const questions = createQuestions({ client: undefined, model: 'none', startTime: 0, minNotionalUsd: 0 });
    expect(() => questions.query('funding vibes=good', sampleSnapshot())).toThrow(UsageError);
    expect(questions.ask).toBeUndefined();
    expect(questions.query(questions.example, sampleSnapshot()).query).toBe(questions.example);
  });

  it.each([
    [status, false, /^some-model$/],
    [{ ...status, state: 'stopped', reason: 'the key was refused' }, false, /^the key was refused$/],
    [undefined, true, /^the demo asks no language model/],
    [undefined, false, /^no language model is set up/],
  ] as const)('tell of a model %o', (known, isDemo, words) => {
    expect(modelWords(known, isDemo)).toMatch(words);
  });
});
