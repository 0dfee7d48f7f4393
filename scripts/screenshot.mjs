// The README's pictures, of the real screen: the built demo in a pty. Usage: npm run screenshot [-- COLUMNSxROWS [SECONDS]]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTerminal, toSvg, toText } from './terminal-picture.mjs';

/** The key that leads there, and what stands on the screen then. */
const pictures = [
  { name: 'screen', title: 'the dashboard', key: '1', sign: / DEMO 1 / },
  { name: 'board', title: 'the board', key: '2', sign: / DEMO 2 board / },
];
/** The demo's first cascade, within forty seconds, is in the picture then. */
const [size = '120x36', seconds = '45'] = process.argv.slice(2);
const [columns, rows] = size.split('x').map(Number);
const config = join(tmpdir(), `fundmon-screenshot-${process.pid}`);
const { child, screen } = openTerminal(process.execPath, ['dist/fundmon.cjs', '--demo', '--seed', '7', '--config-dir', config], {
  columns,
  rows,
});
child.onExit(() => rmSync(config, { recursive: true, force: true }));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** No exchange of the demo is being restarted, and the frame is whole. */
async function untilCalm(sign) {
  while (!(sign.test(toText(screen)) && / 6 live /.test(toText(screen)))) await pause(100);
  await pause(300);
}

await pause(Number(seconds) * 1000);
mkdirSync('docs', { recursive: true });
for (const { name, title, key, sign } of pictures) {
  child.write(key);
  await untilCalm(sign);
  writeFileSync(join('docs', `${name}-${size}.svg`), toSvg(screen, `fundmon: ${title} at ${size}, demo market`));
  console.log(toText(screen));
}
child.write('q');
