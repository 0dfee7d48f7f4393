// The form of an answer, twice: as JSON Schema for the endpoint, and as the reader that has the last word.
import * as v from 'valibot';
import { type Analysis, directions, divergenceLevels, squeezeLevels, squeezeSides } from '../domain/opinion.js';
import { printable } from '../domain/text.js';
import type { AnswerShape } from '../model/question.js';

/** In characters; what is longer is cut between two words. */
export const SENTENCE_LIMIT = 200;
export const RISK_LIMIT = 100;
/** The first of a longer list. */
export const RISKS_LISTED = 5;

const text = { type: 'string' } as const;
const oneOf = (choices: readonly string[]) => ({ type: 'string', enum: [...choices] });
const closed = <P extends object>(properties: P) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
});

/** Hand-written beside `answer` below: a test has both accept and reject the same samples. */
const schema = closed({
  analyses: {
    type: 'array',
    items: closed({
      number: { type: 'integer' },
      divergence: closed({ level: oneOf(divergenceLevels), sentence: text }),
      squeeze: closed({ side: oneOf(squeezeSides), level: oneOf(squeezeLevels) }),
      pattern: text,
      direction: oneOf(directions),
      confidence: { type: 'number' },
      risks: { type: 'array', items: text },
    }),
  },
});

const analysis = v.strictObject({
  number: v.pipe(v.number(), v.integer()),
  divergence: v.strictObject({ level: v.picklist(divergenceLevels), sentence: v.string() }),
  squeeze: v.strictObject({ side: v.picklist(squeezeSides), level: v.picklist(squeezeLevels) }),
  pattern: v.string(),
  direction: v.picklist(directions),
  confidence: v.number(),
  risks: v.array(v.string()),
});
const answer = v.strictObject({ analyses: v.array(analysis) });

/** For assets asked about by number, the first is 1; what comes back is in their order. */
export function analysisShape(assets: readonly string[]): AnswerShape<readonly Analysis[]> {
  return { name: 'funding_analyses', schema, read: (said) => read(said, assets) };
}

function read(said: unknown, assets: readonly string[]): readonly Analysis[] {
  const result = v.safeParse(answer, said);
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(`${v.getDotPath(issue) ?? 'the answer'}: ${printable(issue.message)}`);
  }
  const { analyses } = result.output;
  const stray = analyses.find(({ number }) => number < 1 || number > assets.length);
  if (stray !== undefined) throw new Error(`nobody asked about number ${stray.number}`);
  return assets.map((asset, index) => {
    const [own, ...more] = analyses.filter(({ number }) => number === index + 1);
    if (own === undefined) throw new Error(`nothing on number ${index + 1}`);
    if (more.length > 0) throw new Error(`number ${index + 1} is there ${more.length + 1} times`);
    return analysisOf(asset, own);
  });
}

function analysisOf(asset: string, { number: _, ...said }: v.InferOutput<typeof analysis>): Analysis {
  const { divergence, squeeze, pattern, direction, confidence, risks } = said;
  if (!(confidence >= 0 && confidence <= 1)) throw new Error(`confidence: expected 0 to 1, found ${confidence}`);
  if (squeeze.side === 'none' && squeeze.level !== 'low') {
    throw new Error(`squeeze: nobody is squeezed, and yet ${squeeze.level}`);
  }
  return {
    asset,
    divergence: { level: divergence.level, sentence: sentence('divergence', divergence.sentence, SENTENCE_LIMIT) },
    squeeze,
    pattern: sentence('pattern', pattern, SENTENCE_LIMIT),
    direction,
    confidence: Math.round(100 * confidence) / 100,
    risks: risks.slice(0, RISKS_LISTED).map((risk) => sentence('risks', risk, RISK_LIMIT)),
  };
}

/** One line that can be shown. */
function sentence(name: string, said: string, limit: number): string {
  const line = said.replace(/\s+/g, ' ').trim();
  if (!/[\p{L}\p{N}]/u.test(line)) throw new Error(`${name}: expected a sentence, found none`);
  const characters = [...line];
  if (characters.length <= limit) return printable(line, Number.POSITIVE_INFINITY);
  const kept = characters.slice(0, limit - 1).join('');
  const end = kept.lastIndexOf(' ');
  return `${printable(end > limit / 2 ? kept.slice(0, end) : kept, Number.POSITIVE_INFINITY)}…`;
}
