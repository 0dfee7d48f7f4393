import type { Alert } from '../../src/domain/record.js';
import { START } from './market-records.js';

export function alert(id: string, state: Alert['state'] = 'raised', fields: Partial<Alert> = {}): Alert {
  return { type: 'alert', id, kind: 'funding-spread', state, time: START, asset: 'SOL', message: `${id} ${state}`, ...fields };
}
