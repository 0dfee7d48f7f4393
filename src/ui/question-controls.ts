// `:query` and `:ask`: the answer lies over the screen, and what was asked can be changed and asked again.
import { FundmonError } from '../domain/errors.js';
import type { MarketSnapshot } from '../market/snapshot.js';
import { type Answer, expressionOf, type Questions } from './answer.js';
import type { ViewAction, ViewState } from './view-state.js';

/** Further down nobody reads, and every row is measured before the first is drawn. */
const MOST_ROWS = 1000;

export interface QuestionControlsOptions {
  readonly state: () => ViewState;
  readonly apply: (action: ViewAction) => void;
  readonly shown: () => MarketSnapshot;
  readonly tell: (text: string) => void;
  readonly questions: Questions | undefined;
}

export interface QuestionControls {
  readonly query: (expression: string) => void;
  readonly ask: (question: string) => void;
  /** Puts the expression back on the command line. */
  readonly edit: () => void;
  /** Gives up what is being asked. */
  readonly cancel: () => void;
}

export function createQuestionControls({ state, apply, shown, tell, questions }: QuestionControlsOptions): QuestionControls {
  let asking: AbortController | undefined;

  const show = (answer: Answer): void => apply({ type: 'answer', answer });

  function cancel(): void {
    asking?.abort();
    asking = undefined;
  }

  function refused(expression: string, error: unknown, question?: string): Answer {
    if (!(error instanceof FundmonError)) throw error;
    const reasons = error.hint === undefined ? [error.message] : [error.message, error.hint];
    return { kind: 'refused', expression, reasons, ...(question === undefined ? {} : { question }) };
  }

  function answered({ query }: Questions, expression: string, question?: string): Answer {
    try {
      const table = query(expression, shown());
      const rows = table.rows.slice(0, MOST_ROWS);
      return { kind: 'table', table: { ...table, rows }, ...(question === undefined ? {} : { question }) };
    } catch (error) {
      return refused(expression, error, question);
    }
  }

  async function asked(known: Questions, ask: NonNullable<Questions['ask']>, question: string): Promise<void> {
    const own = new AbortController();
    asking = own;
    show({ kind: 'waiting', question, model: known.model });
    let answer: Answer;
    try {
      answer = answered(known, await ask(question, own.signal), question);
    } catch (error) {
      if (own.signal.aborted) return;
      answer = refused(known.example, error, question);
    }
    // Given up meanwhile, or another question was asked.
    if (asking !== own) return;
    asking = undefined;
    show(answer);
  }

  return {
    query: (expression) => {
      cancel();
      if (questions !== undefined) show(answered(questions, expression));
    },
    ask: (question) => {
      cancel();
      if (questions === undefined) return;
      if (question === '') tell('ask takes a question: which exchange pays most on SOL?');
      else if (questions.ask !== undefined) void asked(questions, questions.ask, question);
      else
        show({
          kind: 'refused',
          question,
          expression: questions.example,
          reasons: [questions.model, 'without one: :query, as below'],
        });
    },
    edit: () => {
      const { answer } = state();
      const expression = answer && expressionOf(answer);
      if (expression === undefined) return;
      apply({ type: 'open', mode: 'command' });
      apply({ type: 'command-text', text: `query ${expression}` });
    },
    cancel,
  };
}
