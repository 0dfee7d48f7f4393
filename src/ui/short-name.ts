/** Letters that tell the exchanges apart. */
const SHORT_LETTERS = 3;
/** From here on most names padded, and a column shows them in full. */
const FULL_NAME_CELLS = 7;

/** An exchange's name for a place of `width` cells: in full, or its first three letters. */
export function shortened(exchange: string, width: number): string {
  return width < FULL_NAME_CELLS ? exchange.slice(0, SHORT_LETTERS) : exchange;
}
