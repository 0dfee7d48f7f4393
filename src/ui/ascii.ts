// For fonts without blocks and arrows: what each ornament of the screen becomes. Every panel draws the same text in both modes;
// names of assets and symbols, in whatever script, are not ornaments and stay.

/** One cell for one cell. Glyphs that stand for different things in one place stay different. */
export const asciiGlyphs: Readonly<Record<string, string>> = {
  // Borders, axes and rules; the chart's lines.
  '─': '-',
  '│': '|',
  '╭': '+',
  '╮': '+',
  '╰': '+',
  '╯': '+',
  '┌': '+',
  '┐': '+',
  '└': '+',
  '┘': '+',
  '├': '+',
  '┤': '+',
  '┬': '+',
  '┴': '+',
  '┼': '+',
  '━': '=',
  '┃': '|',
  // Sparklines and shades, in rising order; a gap is none of them.
  '▁': '.',
  '▂': ':',
  '▃': '-',
  '▄': '=',
  '▅': '+',
  '▆': '*',
  '▇': '%',
  '█': '#',
  '░': '.',
  '▒': ':',
  '▓': '%',
  '┄': '~',
  '▏': '|',
  '▌': '|',
  // Tiers.
  '·': '.',
  '◇': '+',
  '◆': '#',
  '✸': '!',
  // Sides, trends, directions.
  '▲': '^',
  '▼': 'v',
  '▸': '>',
  '▾': 'v',
  '▴': '^',
  '↗': '/',
  '↘': '\\',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '↕': '|',
  '↔': '-',
  '⇅': '|',
  // Lamps.
  '●': '*',
  '◐': '+',
  '◌': '?',
  '↻': '@',
  '✖': 'x',
  '○': 'o',
  // Marks and punctuation.
  '★': '*',
  '☆': 'o',
  '•': '*',
  '✓': 'y',
  '≥': '>',
  '≤': '<',
  '≈': '~',
  '×': 'x',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '.',
};

const ORNAMENTS = new RegExp(`[${Object.keys(asciiGlyphs).join('')}]`, 'gu');

/** Of the same width as `text`. */
export function toAscii(text: string): string {
  return text.replace(ORNAMENTS, (glyph) => asciiGlyphs[glyph] ?? glyph);
}
