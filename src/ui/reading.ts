// How the reader wants numbers and times written, and what is left out. Part of the view's state; its actions come from keys and typed commands alike.
import { type FilterPart, type LiquidationFilter, stepped, unfiltered } from './liquidation-filter.js';
import { nextUnit, type RateUnit } from './unit.js';

export const clocks = ['utc', 'local'] as const;

export interface Reading {
  readonly unit: RateUnit;
  readonly clock: (typeof clocks)[number];
  readonly filter: LiquidationFilter;
}

export type ReadingAction =
  | { readonly type: 'next-unit' }
  | { readonly type: 'set-unit'; readonly unit: RateUnit }
  | { readonly type: 'toggle-clock' }
  | { readonly type: 'step-filter'; readonly part: FilterPart }
  | { readonly type: 'set-filter'; readonly change: Partial<LiquidationFilter> }
  | { readonly type: 'clear-filter' };

export const usualReading: Reading = { unit: '8h', clock: 'utc', filter: unfiltered };

export function reduceReading(reading: Reading, action: ReadingAction): Reading {
  switch (action.type) {
    case 'next-unit':
      return { ...reading, unit: nextUnit(reading.unit) };
    case 'set-unit':
      return { ...reading, unit: action.unit };
    case 'toggle-clock':
      return { ...reading, clock: reading.clock === 'utc' ? 'local' : 'utc' };
    case 'step-filter':
      return { ...reading, filter: stepped(reading.filter, action.part) };
    case 'set-filter':
      return { ...reading, filter: { ...reading.filter, ...action.change } };
    case 'clear-filter':
      return { ...reading, filter: unfiltered };
    default:
      return action satisfies never;
  }
}
