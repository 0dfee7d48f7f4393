// The grammar in words, from the tables it is read by: for a person after --help, for a model before its answer.
import { expectedValue, isComparable } from './literal.js';
import { comparisons, type FieldInfo, MOST_ROWS, type Source } from './query.js';
import { sources } from './sources.js';

const NAME_CELLS = 22;

export const clauseHelp: readonly (readonly [clause: string, help: string])[] = [
  [
    'FIELD=VALUE',
    `also ${comparisons.slice(1).join(' ')}; =a,b is any of them, !=a,b none of them; what nobody told matches nothing`,
  ],
  ['since=5m', 'what happened, or was heard, in the last 30s, 5m, 2h'],
  ['group=side', 'one row for each; at most two fields that are words'],
  ['sort=-rate8h', 'by a field, with - the largest first'],
  ['limit=5', `so many rows, at most ${MOST_ROWS}`],
];

function line(left: string, right: string): string {
  return `  ${left.padEnd(NAME_CELLS)}${right}`;
}

/** `the rate per year, simple: a fraction such as 0.01%, 5bp or 0.0001`. */
export function fieldHelp(field: FieldInfo): string {
  const also = field.aliases.length === 0 ? '' : ` (also ${field.aliases.join(', ')})`;
  const takes = field.choices?.join(', ') ?? (isComparable(field) ? '' : 'shown only');
  return `${field.help}${takes === '' ? '' : `: ${takes}`}${also}`;
}

function sourceHelp({ id, help, fields, aggregates }: Source): readonly string[] {
  const computed = aggregates.map(({ name }) => name).join(', ');
  return [`${id}: ${help}`, ...fields.map((field) => line(field.name, fieldHelp(field))), line('grouped', computed), ''];
}

export function grammarHelp(): string {
  const values = [
    ['rates', expectedValue({ kind: 'rate' })],
    ['USD, prices, counts', expectedValue({ kind: 'usd' })],
    ['hours', expectedValue({ kind: 'hours' })],
    ['times', `${expectedValue({ kind: 'time' })}: the distance from now`],
  ] as const;
  return [
    'Expression: SOURCE [FIELD=VALUE]… [since=…] [group=…] [sort=…] [limit=…]',
    ...clauseHelp.map(([clause, help]) => line(clause, help)),
    '',
    'Values:',
    ...values.map(([name, help]) => line(name, help)),
    '',
    ...Object.values(sources).flatMap(sourceHelp),
    'Examples:',
    "  fundmon query 'funding asset=SOL sort=-rate8h limit=5'",
    "  fundmon query 'funding apr>20% oi>10m sort=-apr'",
    "  fundmon query 'liquidations notional>100k group=exchange,side' --for 60",
    "  fundmon query 'arbitrage breakEven<3d'",
    '',
  ].join('\n');
}
