// Where the reader is in a list that changes under them. Bound to the row's identity: new rows above neither move the
// selection to another row nor the selected row to another line.

export interface ListCursor {
  /** Absent: at the top, following the newest. */
  readonly id?: string;
  /** Where the row was last seen, for when it has left the list. */
  readonly index: number;
  /** The line of the window it stands on. */
  readonly line: number;
}

export const atTop: ListCursor = { index: 0, line: 0 };

export interface ListWindow {
  /** The first row shown. */
  readonly offset: number;
  readonly selected: number;
}

export function windowOf(cursor: ListCursor, ids: readonly string[], height: number): ListWindow {
  const last = Math.max(0, ids.length - 1);
  let selected = 0;
  if (cursor.id !== undefined) {
    const found = ids.indexOf(cursor.id);
    selected = found === -1 ? Math.min(cursor.index, last) : found;
  }
  const lines = Math.max(1, height);
  const line = Math.min(cursor.line, lines - 1);
  const offset = Math.max(0, Math.min(selected - line, ids.length - lines));
  return { offset, selected };
}

/** `by` rows down, or up when negative; the window follows only when the row would leave it. */
export function moved(cursor: ListCursor, ids: readonly string[], height: number, by: number): ListCursor {
  const { offset, selected } = windowOf(cursor, ids, height);
  const index = Math.max(0, Math.min(selected + by, ids.length - 1));
  const id = ids[index];
  if (index === 0 || id === undefined) return atTop;
  return { id, index, line: Math.max(0, Math.min(index - offset, Math.max(1, height) - 1)) };
}
