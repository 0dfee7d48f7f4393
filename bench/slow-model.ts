// An OpenAI-compatible endpoint that takes its time, in a process of its own; raises every event by nothing.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

function answerTo(body: string): string {
  const { messages }: { messages: { content: string }[] } = JSON.parse(body);
  const { events }: { events: { event: number; rule: string }[] } = JSON.parse(messages.at(-1)?.content ?? '');
  const verdicts = events.map(({ event, rule }) => ({ event, tier: rule, reason: 'usual for its market' }));
  const message = { role: 'assistant', content: JSON.stringify({ verdicts }) };
  return JSON.stringify({ model: 'slow-1', choices: [{ message, finish_reason: 'stop' }] });
}

/** Tells its port to the process that forked it. */
export function serveSlowModel(answerMs: number): void {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += String(part);
    });
    request.on('end', () => {
      setTimeout(() => {
        response.setHeader('content-type', 'application/json');
        response.end(answerTo(body));
      }, answerMs);
    });
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}
