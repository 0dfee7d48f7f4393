import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const biome = join('node_modules', '.bin', 'biome');
const planted: string[] = [];
afterEach(() => {
  for (const folder of planted.splice(0)) rmSync(folder, { recursive: true });
});

/** What the linter says of a file with this text inside a layer. */
function lint(layer: string, text: string): string {
  const folder = mkdtempSync(join('src', layer, 'planted-'));
  planted.push(folder);
  const file = join(folder, 'planted.ts');
  writeFileSync(file, text);
  const { stdout, stderr } = spawnSync(biome, ['lint', '--max-diagnostics=20', file], { encoding: 'utf8' });
  return stdout + stderr;
}

describe('layers', () => {
  it.each([
    ['domain', "export { list } from '../../exchanges/wire.js';", 'domain may import: nothing'],
    ['exchanges', "export type { Feed } from '../../feed/feed.js';", 'exchanges may import: domain'],
    ['exchanges', "export { readFileSync } from 'node:fs';", 'exchanges uses no package but: none'],
    ['market', "export { list } from '../../exchanges/wire.js';", 'market may import: domain'],
    ['severity', "export type { MarketSnapshot } from '../../market/snapshot.js';", 'severity may import: domain, model'],
    ['model', "export { request } from 'node:https';", 'model uses no package but: valibot'],
    ['query', "export type { Theme } from '../../ui/theme.js';", 'query may import: domain, market, model'],
    ['query', "export { readFileSync } from 'node:fs';", 'query uses no package but: valibot'],
    ['feed', "export type { MarketSnapshot } from '../../market/snapshot.js';", 'feed may import: domain, exchanges'],
    ['feed', "export { Text } from 'ink';", 'feed uses no package but: ws, node:'],
    ['ui', "export { systemClock } from '../../feed/clock.js';", 'ui may import: domain, market'],
    ['ui', "export { readFileSync } from 'node:fs';", 'ui uses no package but: ink, react, asciichart, string-width'],
  ])('a bad import in %s fails the linter: %s', (layer, text, message) => {
    expect(lint(layer, text)).toContain(message);
  });

  it.each(['domain', 'exchanges', 'market', 'model', 'severity', 'query'])("Node's globals in %s fail the linter", (layer) => {
    const found = lint(layer, 'export const bytes = Buffer.from(String(process.pid));');
    expect(found).toContain("Buffer is Node's");
    expect(found).toContain('process belongs to feed or commands');
  });

  it.each([
    ['exchanges', "export { rate8h } from '../../domain/funding.js';"],
    ['feed', "export { WebSocket } from 'ws';"],
    ['ui', "export { Text } from 'ink';"],
  ])('an allowed import in %s passes', (layer, text) => {
    expect(lint(layer, text)).not.toContain('noRestrictedImports');
  });

  it.each(['domain', 'exchanges', 'market', 'model', 'severity', 'query'])('%s reads no clock and draws no lots', (layer) => {
    const files = readdirSync(join('src', layer), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(0);
    const impure = files.filter((file) =>
      /\bDate\.now\b|new Date\(\)|Math\.random|performance\.now/.test(readFileSync(join('src', layer, file), 'utf8')),
    );
    expect(impure).toEqual([]);
  });

  it('finds no machine path and no registry host in what is kept in the repository', () => {
    const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n');
    const marks = new RegExp(['/wo' + 'rk/', '/tmp/bash' + '_jobs', 'registry' + '\\.npmjs'].join('|'));
    const marked = files.filter((file) => !/\.(gz|png)$/.test(file) && marks.test(readFileSync(file, 'utf8')));
    expect(marked).toEqual([]);
  });
});
