// Questions leave the screen as text and come back as tables: who answers them is not the screen's business.
import type { QueryTable } from '../domain/query-table.js';
import type { MarketSnapshot } from '../market/snapshot.js';

export interface Questions {
  /** Throws `FundmonError` on an expression that means nothing. */
  readonly query: (expression: string, snapshot: MarketSnapshot) => QueryTable;
  /** What the last word of an expression may become. */
  readonly complete: (expression: string) => readonly string[];
  /** A question in any language → an expression; rejects with `FundmonError`. Absent: there is no model to ask. */
  readonly ask?: (question: string, signal: AbortSignal) => Promise<string>;
  /** Why there is no model to ask, or which one there is. */
  readonly model: string;
  /** An expression, for whoever has none yet. */
  readonly example: string;
}

export type Answer =
  | { readonly kind: 'waiting'; readonly question: string; readonly model: string }
  | { readonly kind: 'table'; readonly table: QueryTable; readonly question?: string }
  /** `expression`: what to change, or to try instead. */
  | { readonly kind: 'refused'; readonly expression: string; readonly reasons: readonly string[]; readonly question?: string };

/** What is edited: the expression as it was understood, else as it was typed. */
export function expressionOf(answer: Answer): string | undefined {
  switch (answer.kind) {
    case 'waiting':
      return undefined;
    case 'table':
      return answer.table.query;
    case 'refused':
      return answer.expression;
    default:
      return answer satisfies never;
  }
}
