// A model's answer → a verdict for each event, or why there is none. One that does not fit costs nobody else his.
import * as v from 'valibot';
import { type Tier, tierRank, tiers, type Verdict } from '../domain/severity.js';
import { printable } from '../domain/text.js';
import type { AnswerShape } from '../model/question.js';

/** Characters of a reason: one line of a panel. */
export const REASON_LIMIT = 100;
/** Larger than any batch: a longer list is no answer. */
const MOST_VERDICTS = 64;

const envelope = v.object({ verdicts: v.pipe(v.array(v.unknown()), v.maxLength(MOST_VERDICTS)) });
const verdict = v.object({
  event: v.pipe(v.number(), v.integer()),
  tier: v.picklist(tiers),
  reason: v.string(),
});

/** Whatever was in the list; each is judged by itself. */
export type SeverityReply = readonly unknown[];

export const severityShape: AnswerShape<SeverityReply> = {
  name: 'severity_verdicts',
  schema: {
    type: 'object',
    properties: {
      verdicts: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            event: { type: 'integer' },
            tier: { type: 'string', enum: [...tiers] },
            reason: { type: 'string' },
          },
          required: ['event', 'tier', 'reason'],
          additionalProperties: false,
        },
      },
    },
    required: ['verdicts'],
    additionalProperties: false,
  },
  read: (answer) => {
    const result = v.safeParse(envelope, answer);
    if (result.success) return result.output.verdicts;
    throw new Error('expected {"verdicts":[…]}');
  },
};

export interface ReadReply {
  /** By place in `ruleTiers`; `undefined`: refused, or not answered. */
  readonly verdicts: readonly (Verdict | undefined)[];
  /** Events without a verdict, and verdicts without an event. */
  readonly refusedCount: number;
}

/** `ruleTiers`: of the events asked about, in their order; event 1 is the first. */
export function readReply(reply: SeverityReply, ruleTiers: readonly Tier[]): ReadReply {
  /** Every verdict that names an event; two for one event contradict each other, and neither stands. */
  const named = new Map<number, unknown[]>();
  let strayCount = 0;
  for (const entry of reply) {
    const event = eventOf(entry);
    if (event === undefined || event < 1 || event > ruleTiers.length) strayCount += 1;
    else named.set(event, [...(named.get(event) ?? []), entry]);
  }
  const verdicts = ruleTiers.map((ruleTier, index) => {
    const [entry, ...more] = named.get(index + 1) ?? [];
    return more.length > 0 ? undefined : verdictOf(entry, ruleTier);
  });
  return { verdicts, refusedCount: strayCount + verdicts.filter((one) => one === undefined).length };
}

function eventOf(entry: unknown): number | undefined {
  const result = v.safeParse(v.object({ event: verdict.entries.event }), entry);
  return result.success ? result.output.event : undefined;
}

/** At most one step from the rule, and with a reason that can be shown. */
function verdictOf(entry: unknown, ruleTier: Tier): Verdict | undefined {
  const result = v.safeParse(verdict, entry);
  if (!result.success) return undefined;
  const { tier, reason } = result.output;
  const sentence = reason.replace(/\s+/g, ' ').trim();
  const isReason = /[\p{L}\p{N}]/u.test(sentence) && [...sentence].length <= REASON_LIMIT;
  if (!isReason || Math.abs(tierRank(tier) - tierRank(ruleTier)) > 1) return undefined;
  return { tier, reason: printable(sentence) };
}
