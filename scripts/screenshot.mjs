// Pictures of the real screen: the built demo in a pty. Usage: npm run screenshot [-- COLUMNSxROWS [SECONDS [KEYS [FILE]]]]
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTerminal, toSvg, toText } from './terminal-picture.mjs';

const [size = '120x36', seconds = '45', keys = '', file = join('docs', `screen-${size}.svg`)] = process.argv.slice(2);
const [columns, rows] = size.split('x').map(Number);
const config = join(tmpdir(), `fundmon-screenshot-${process.pid}`);
const { child, screen } = openTerminal(process.execPath, ['dist/fundmon.cjs', '--demo', '--config-dir', config], {
  columns,
  rows,
});
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

await pause(Number(seconds) * 1000);
for (const key of keys) {
  child.write(key);
  await pause(150);
}
await pause(500);
mkdirSync('docs', { recursive: true });
writeFileSync(file, toSvg(screen, `fundmon at ${size}, demo market`));
console.log(toText(screen));
child.write('q');
child.onExit(() => process.exit(0));
setTimeout(() => process.exit(1), 3000);
