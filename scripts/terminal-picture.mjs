// A real terminal without a window: a pty whose bytes go into an emulator, and its screen as an SVG.
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

const CELL = { width: 8.4, height: 18, font: 14 };
const COLORS = { background: '#101418', foreground: '#c9d1d9' };
// prettier names for the 16 base colours, dark background
const BASE = [
  '#1b1f24',
  '#f47067',
  '#57ab5a',
  '#c69026',
  '#539bf5',
  '#b083f0',
  '#39c5cf',
  '#adbac7',
  '#636e7b',
  '#ff938a',
  '#6bc46d',
  '#daaa3f',
  '#6cb6ff',
  '#dcbdfb',
  '#56d4dd',
  '#ffffff',
];

/** Starts a program in a pty of that size; `screen` is the emulator. */
export function openTerminal(file, args, { columns, rows, env = {}, cwd = process.cwd() }) {
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  const child = pty.spawn(file, args, {
    cols: columns,
    rows,
    cwd,
    name: 'xterm-256color',
    env: { ...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor', ...env },
  });
  child.onData((data) => screen.write(data));
  return { child, screen };
}

function paletteColor(index) {
  if (index < 16) return BASE[index];
  if (index >= 232) {
    const level = 8 + (index - 232) * 10;
    return `rgb(${level},${level},${level})`;
  }
  const cube = index - 16;
  const level = (step) => (step === 0 ? 0 : 55 + step * 40);
  return `rgb(${level(Math.floor(cube / 36))},${level(Math.floor(cube / 6) % 6)},${level(cube % 6)})`;
}

function colorOf(isDefault, isRgb, value, fallback) {
  if (isDefault) return fallback;
  if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
  return paletteColor(value);
}

const escapeXml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The emulator's screen as SVG text: one run of equal style per element, each placed by its column. */
export function toSvg(screen, title) {
  const width = Math.ceil(screen.cols * CELL.width) + 16;
  const height = screen.rows * CELL.height + 16;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${COLORS.background}"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="${CELL.font}" xml:space="preserve">`,
  ];
  for (let row = 0; row < screen.rows; row++) {
    for (const run of runsOf(screen.buffer.active.getLine(row), screen.cols)) {
      const x = 8 + run.column * CELL.width;
      const y = 8 + row * CELL.height;
      if (run.background !== COLORS.background) {
        parts.push(
          `<rect x="${x}" y="${y}" width="${run.cells * CELL.width}" height="${CELL.height}" fill="${run.background}"/>`,
        );
      }
      if (run.text.trim() === '') continue;
      const style = `${run.isBold ? ' font-weight="bold"' : ''}${run.isDim ? ' opacity="0.6"' : ''}`;
      parts.push(
        `<text x="${x}" y="${y + 13.5}" fill="${run.color}" textLength="${(run.cells * CELL.width).toFixed(1)}"${style}>${escapeXml(run.text)}</text>`,
      );
    }
  }
  parts.push('</g></svg>');
  return `${parts.join('\n')}\n`;
}

function runsOf(line, columns) {
  const runs = [];
  for (let column = 0; column < columns; column++) {
    const cell = line?.getCell(column);
    if (!cell || cell.getWidth() === 0) continue;
    let color = colorOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor(), COLORS.foreground);
    let background = colorOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor(), COLORS.background);
    if (cell.isInverse()) [color, background] = [background, color];
    const style = { color, background, isBold: cell.isBold() !== 0, isDim: cell.isDim() !== 0 };
    const text = cell.getChars() || ' ';
    const last = runs.at(-1);
    const isSame = last && Object.keys(style).every((key) => last[key] === style[key]);
    if (isSame) {
      last.text += text;
      last.cells += cell.getWidth();
    } else runs.push({ ...style, column, text, cells: cell.getWidth() });
  }
  return runs;
}

/** The emulator's screen as plain text lines. */
export function toText(screen) {
  return Array.from({ length: screen.rows }, (_, row) => screen.buffer.active.getLine(row)?.translateToString(true) ?? '').join(
    '\n',
  );
}
