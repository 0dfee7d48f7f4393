import type { ExchangeId, Instrument, InstrumentIndex } from '../domain/instrument.js';
import type { FundingPayment, Liquidation, Ticker } from '../domain/record.js';

/** What the user follows. `assets`: whose funding is subscribed; `watch`: which of them get the detailed, fast tickers. */
export interface Selection {
  readonly assets: 'all' | readonly string[];
  readonly watch: readonly string[];
}

export interface HttpRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  /** JSON text of a POST. */
  readonly body?: string;
  /** Cost in the exchange's own budget units. */
  readonly weight: number;
}

/** What REST may cost: the adapter's share of the published budget. */
export interface RestBudget {
  readonly weight: number;
  readonly perMs: number;
}

export interface InstrumentSource {
  readonly requests: readonly HttpRequest[];
  /** Facts about what is listed: without their answers the list stands. */
  readonly optionalRequests?: readonly HttpRequest[];
  /** The following page, when `body` (the answer to `request`) says there is one. */
  readonly nextPage?: (request: HttpRequest, body: string) => HttpRequest | undefined;
  /**
   * The exchange's own answers, in any order and number, told apart by their shape.
   * Throws `WireError` on an answer that is none of them; a single broken row is left out.
   */
  readonly parse: (bodies: readonly string[]) => readonly Instrument[];
  readonly refreshMs: number;
  /** Further refreshes at these offsets after each full hour UTC, when intervals may have changed. */
  readonly refreshAfterHourMs?: readonly number[];
}

/** REST polled where no stream carries the data: `requests` in turn, one each `everyMs`. */
export interface PollPlan {
  readonly name: string;
  readonly requests: readonly HttpRequest[];
  readonly everyMs: number;
  readonly parse: (body: string, context: ParseContext, request: HttpRequest) => ParsedFrame;
}

/** Epoch ms, both ends included. */
export interface TimeRange {
  readonly fromTime: number;
  readonly toTime: number;
}

/** One answer of a funding history. */
export interface FundingPage {
  /** Of regular settlements, in any order; an answer may reach beyond what was asked for. */
  readonly payments: readonly FundingPayment[];
  /** From the oldest to the newest row, those included that are no regular payment; absent where there was no row. */
  readonly rows?: TimeRange;
  /** Rows left out, each one printable sentence. */
  readonly faults: readonly string[];
}

/** Settled payments of the past, over REST. Which page comes next follows from the times of a page, whatever their order. */
export interface FundingHistorySource {
  /** Where an answer that does not hold the whole range begins with the oldest: no longer range is asked for at once. */
  readonly maxRangeMs?: number;
  /** How often a row comes, where that is not the instrument's funding interval (Deribit tells what accrued in each hour). */
  readonly rowHours?: number;
  readonly request: (instrument: Instrument, range: TimeRange) => HttpRequest;
  /** Throws `WireError` on an answer that is none. */
  readonly parse: (body: string, instrument: Instrument) => FundingPage;
}

export interface SubscribeFrame {
  readonly text: string;
  readonly topics: readonly string[];
  /** As the acknowledgement will repeat it; absent where acknowledgements name the topic instead. */
  readonly requestId?: string;
}

/** One socket and what to say on it. Data and pure functions: the feed drives it. */
export interface ConnectionPlan {
  /** Stable within the exchange: a changed plan of the same name is applied to the open socket. */
  readonly name: string;
  readonly url: string;
  /** Opaque to the feed; plans are compared by them. */
  readonly topics: readonly string[];
  /** Frames within the exchange's limits. `sequence` is how many requests this socket has sent before; ids count on from it. */
  readonly subscribe: (topics: readonly string[], sequence: number) => readonly SubscribeFrame[];
  readonly unsubscribe: (topics: readonly string[], sequence: number) => readonly SubscribeFrame[];
  /** Sent once, before the first subscription. */
  readonly opening?: readonly string[];
  /** The exchange speaks first: subscribe only after the frame that parses as `greeting`. */
  readonly awaitsGreeting?: boolean;
  /** At most `frames` client frames in `perMs`, pings included. */
  readonly pace: { readonly frames: number; readonly perMs: number };
  readonly ping?: { readonly frame: string; readonly everyMs: number };
  /** No frame of any kind for so long: the line is probed with a WebSocket ping, then given up. */
  readonly staleAfterMs: number;
  /**
   * Data comes at least so often; after a longer silence of data the subscription is dead, however lively the line answers
   * pings, and the socket is replaced. Absent where a quiet market may say nothing.
   */
  readonly dataWithinMs?: number;
  /** Planned replacement before the exchange cuts: the new socket is live before the old one closes. */
  readonly rotateAfterMs?: number;
}

export interface ParseContext {
  readonly receivedAt: number;
  readonly instruments: InstrumentIndex;
}

/** Something in an otherwise readable frame that had to be left out. */
export interface Fault {
  readonly kind: 'unknown-instrument' | 'bad-value';
  /** Printable sentence that names the symbol and the field. */
  readonly message: string;
}

export type ParsedFrame =
  | {
      readonly kind: 'records';
      readonly records: readonly (Ticker | Liquidation)[];
      /** Entries left out; the rest of the frame stands. */
      readonly faults?: readonly Fault[];
      /** Liquidations of the past, sent on subscribing: not live events; the feed fills gaps from them by id. */
      readonly backfill?: readonly Liquidation[];
    }
  /** A topic outside the contract: no record and no error. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'greeting' }
  /** `accepted` where the acknowledgement lists what it took: the rest of that request was refused. */
  | { readonly kind: 'ack'; readonly requestId?: string; readonly accepted?: readonly string[] }
  | { readonly kind: 'pong' }
  | { readonly kind: 'reply'; readonly frame: string }
  /** The exchange announces that it will close: rotate now. */
  | { readonly kind: 'closing'; readonly reason: string }
  | {
      readonly kind: 'rejected';
      /** In the exchange's words. */
      readonly reason: string;
      readonly requestId?: string;
      /** The topics it names as bad, spelled as in `ConnectionPlan.topics`. */
      readonly topics?: readonly string[];
      /** Topics it names as subscribed before: they stand, and are no reason to give them up. */
      readonly standing?: readonly string[];
      /** `frame`: nothing of the request was applied, the rest must be sent again; `topic`: only these failed. */
      readonly scope: 'frame' | 'topic';
      /** The refusal is passing: ask again after so long. */
      readonly retryAfterMs?: number;
    };

/** What the exchange publishes of liquidations, for the user to know. */
export interface Coverage {
  readonly liquidations: 'full' | 'sampled' | 'none';
  /** One sentence: what is withheld, or whose price it is. */
  readonly note: string;
}

export interface ExchangeAdapter {
  readonly id: ExchangeId;
  /** As the exchange writes itself. */
  readonly name: string;
  readonly coverage: Coverage;
  /** Where the funding interval comes from: one phrase. */
  readonly intervalSource: string;
  readonly restBudget: RestBudget;
  readonly instruments: InstrumentSource;
  /** Absent where the exchange publishes none. */
  readonly history?: FundingHistorySource;
  /** Only trading instruments of the selection; the all-market liquidation topics whatever the selection. */
  readonly connections: (instruments: readonly Instrument[], selection: Selection) => readonly ConnectionPlan[];
  readonly polls: (instruments: readonly Instrument[], selection: Selection) => readonly PollPlan[];
  /** Raw text → what it is. Throws `WireError` (or a `SyntaxError` of JSON) on a frame that cannot be read at all. */
  readonly parse: (frame: string, context: ParseContext) => ParsedFrame;
}
