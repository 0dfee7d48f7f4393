import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from '../src/args.js';
import { withTables } from './support/readme-tables.js';

const readme = readFileSync('README.md', 'utf8');

describe('the README', () => {
  it('has the keys, typed commands, exchanges and settings as the program has them', () => {
    expect(readme).toBe(withTables(readme));
    expect(readme.match(/<!-- \w+: /g)).toHaveLength(4);
  });

  it('names every command', () => {
    for (const name of Object.keys(commands)) if (name !== 'monitor') expect(readme).toContain(`fundmon ${name}`);
  });

  it('shows pictures that are in the repository', () => {
    const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map((match) => match[1] ?? '');
    expect(pictures.length).toBeGreaterThan(0);
    for (const picture of pictures) expect(readFileSync(picture, 'utf8')).toContain('<svg');
  });
});
