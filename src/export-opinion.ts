// A model's opinion as text, marked as one: for programs a single object, for people lines.
import type { Opinion } from './domain/opinion.js';
import { NAME_CELLS } from './ui/evidence/facts.js';
import { flowed } from './ui/line.js';
import { analysisLines, featureLines, opinionHead } from './ui/opinion-lines.js';

const WIDTH = 100;

export function opinionJson({ model, time, latencyMs, usage, features, analyses }: Opinion): string {
  return `${JSON.stringify({ opinion: true, model, time, latencyMs, usage, features, analyses })}\n`;
}

export function opinionText(opinion: Opinion): string {
  const assets = opinion.analyses.flatMap((analysis, at) => {
    const features = opinion.features[at];
    return [
      [],
      [{ text: analysis.asset }],
      ...analysisLines(analysis),
      ...(features === undefined ? [] : featureLines(features)),
    ];
  });
  const lines = [...opinionHead(opinion), ...assets].flatMap((line) => flowed(line, WIDTH, NAME_CELLS));
  return `${lines
    .map((spans) =>
      spans
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    )
    .join('\n')}\n`;
}
