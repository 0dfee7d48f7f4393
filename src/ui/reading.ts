// How the reader wants numbers and times written. Part of the view's state; its actions come from keys and typed commands alike.
import { nextUnit, type RateUnit } from './unit.js';

export interface Reading {
  readonly unit: RateUnit;
  readonly clock: 'utc' | 'local';
}

export type ReadingAction =
  | { readonly type: 'next-unit' }
  | { readonly type: 'set-unit'; readonly unit: RateUnit }
  | { readonly type: 'toggle-clock' };

export const usualReading: Reading = { unit: '8h', clock: 'utc' };

export function reduceReading(reading: Reading, action: ReadingAction): Reading {
  switch (action.type) {
    case 'next-unit':
      return { ...reading, unit: nextUnit(reading.unit) };
    case 'set-unit':
      return { ...reading, unit: action.unit };
    case 'toggle-clock':
      return { ...reading, clock: reading.clock === 'utc' ? 'local' : 'utc' };
    default:
      return action satisfies never;
  }
}
