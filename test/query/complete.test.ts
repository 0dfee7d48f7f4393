import { describe, expect, it } from 'vitest';
import { completeQuery } from '../../src/query/complete.js';
import { parseQuery } from '../../src/query/parse.js';
import { sourceIds } from '../../src/query/query.js';

describe('completion of a query', () => {
  it('begins with the sources', () => {
    expect(completeQuery('')).toEqual(sourceIds);
    expect(completeQuery('fun')).toEqual(sourceIds);
    expect(completeQuery('orders asset=')).toEqual([]);
  });

  it('goes on with the fields of the source, and what is no field', () => {
    expect(completeQuery('feeds ')).toEqual(expect.arrayContaining(['exchange=', 'lagMs=', 'since=', 'sort=', 'limit=']));
    expect(completeQuery('feeds ')).not.toContain('asset=');
    expect(completeQuery('liquidations ')).not.toContain('reason=');
  });

  it('knows the words of a field, and what there is to sort by', () => {
    expect(completeQuery('liquidations side=')).toEqual(['side=long', 'side=short']);
    expect(completeQuery('liquidations side!=s')).toEqual(['side!=long', 'side!=short']);
    expect(completeQuery('liquidations asset=BTC sort=')).toContain('sort=-notionalUsd');
    expect(completeQuery('liquidations group=side sort=')).toEqual([
      'sort=side',
      'sort=-notionalUsd',
      'sort=notionalUsd',
      'sort=-largestUsd',
      'sort=largestUsd',
      'sort=-count',
      'sort=count',
    ]);
    expect(completeQuery('funding asset=')).toEqual([]);
  });

  it('offers nothing that would be refused', () => {
    for (const source of sourceIds) {
      for (const name of completeQuery(`${source} `)) {
        const whole = completeQuery(`${source} ${name}`);
        for (const clause of whole) expect(() => parseQuery(`${source} ${clause}`), clause).not.toThrow();
      }
    }
  });
});
