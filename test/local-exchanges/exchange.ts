// What a test holds of a local exchange, and what an exchange file adds to the server behind it.
import type { ExchangeId } from '../../src/domain/instrument.js';
import type { Market } from './market.js';

export interface LocalExchange {
  readonly exchange: ExchangeId;
  /** For `--endpoint EXCHANGE=…`: the origin, the program keeps the path. */
  readonly wsUrl: string;
  /** For `--rest-endpoint EXCHANGE=…`. */
  readonly restUrl: string;
  /** Sends a frame, byte for byte, to every connection subscribed to its topic. Returns how many got it. */
  readonly publish: (text: string) => number;
  /** Sends it to every open connection, asked for or not: garbage, a huge frame, a capture of other topics. */
  readonly broadcast: (text: string) => number;
  /** Sends a liquidation in the exchange's wire form, on every channel that carries it. Returns how many connections got it. */
  readonly liquidate: (event: WireLiquidation) => number;
  /** Connections open now. */
  readonly connections: () => number;
  /** Topics that would be delivered now, over all connections. */
  readonly topics: () => readonly string[];
  /** Every connection there ever was, in order. */
  readonly opened: () => number;
  readonly received: readonly ClientFrame[];
  /** Everything the client did wrong. A client that keeps the rules leaves it empty. */
  readonly refusals: readonly Refusal[];
  readonly requests: readonly RestLogEntry[];
  /** Merges into the present misbehaviour; `behave` ends all of it. */
  readonly misbehave: (how: Misbehaviour) => void;
  readonly behave: () => void;
  /** Cuts every connection without a close frame, after what was sent has left. */
  readonly killConnections: () => Promise<void>;
  /** Closes every connection with a close frame. */
  readonly closeConnections: (code: number, reason: string) => void;
  /** Gone: connections cut, the port closed. `comeBack` listens on the same port again. */
  readonly goDown: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Sizes in the exchange's own unit: contracts on OKX, USD on inverse instruments, else coins of the symbol's base. */
export interface WireLiquidation {
  readonly symbol: string;
  /** The position that is closed. */
  readonly side: 'long' | 'short';
  readonly price: string;
  readonly size: string;
  readonly time: number;
}

export interface ClientFrame {
  readonly at: number;
  readonly connection: number;
  readonly text: string;
}

export interface Refusal {
  readonly at: number;
  /** Absent for a refused request or handshake. */
  readonly connection?: number;
  /** What the exchange said, or in brackets what it did without a word. */
  readonly words: string;
}

export interface RestLogEntry {
  readonly at: number;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly body: string;
  readonly status: number;
}

export interface Misbehaviour {
  /** Every REST answer. `hang` never answers. */
  readonly http?: 403 | 418 | 429 | 451 | 500 | 'html' | 'garbage' | 'hang';
  /** Every WebSocket handshake. `hang` never answers. */
  readonly handshake?: 403 | 429 | 451 | 503 | 'html' | 'hang';
  /** Acknowledges, and sends no data. */
  readonly muteData?: boolean;
  /** Answers no ping of any kind, and nothing else either: a dead line that stays open. */
  readonly deaf?: boolean;
}

/** Understood by every local exchange. Durations are the real ones unless a test shrinks them. */
export interface CommonOptions {
  readonly port?: number;
  readonly market?: Market;
  /** A push of everything subscribed, this often; 0 (the default): only what a subscription brings at once, and `publish`. */
  readonly tickMs?: number;
  /** Symbols that REST still lists and the streams no longer know. */
  readonly delisted?: readonly string[];
}

/** One frame on one topic, as subscribers of that topic get it. */
export interface Delivery {
  readonly topic: string;
  readonly text: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Set where the answer tells the client off: kept in `refusals`. */
  readonly refusal?: string;
}

export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** One client connection, as its exchange sees it. */
export interface Peer {
  readonly id: number;
  readonly path: string;
  readonly query: URLSearchParams;
  /** What is delivered to it. */
  readonly topics: Set<string>;
  /** Replies and greetings. */
  readonly send: (text: string) => void;
  /** Data: held back by `muteData`. */
  readonly push: (text: string) => void;
  readonly close: (code: number, reason: string) => void;
  /** Notes what the client did wrong; `send` or `close` tells it. */
  readonly refuse: (words: string) => void;
}

export interface Session {
  readonly receive: (text: string) => void;
  /** A WebSocket ping of the client. */
  readonly pinged?: () => void;
  /** Where the exchange does not send a frame as it is (dYdX batches). */
  readonly deliver?: (delivery: Delivery) => void;
  /** The connection is gone: timers end. */
  readonly closed?: () => void;
}

/** The exchange's own part. */
export interface Venue {
  readonly exchange: ExchangeId;
  /** Refuses a handshake; `undefined` lets it in. */
  readonly admit: (path: string, openConnections: number) => HttpAnswer | undefined;
  readonly open: (peer: Peer) => Session;
  readonly rest: (request: RestRequest) => HttpAnswer;
  /** The channels a frame belongs on, with the text for each. */
  readonly route: (text: string) => readonly Delivery[];
  readonly liquidation: (event: WireLiquidation) => readonly Delivery[];
  /** What the market pushes now on those of its topics that are wanted. */
  readonly tick: (isWanted: (topic: string) => boolean) => readonly Delivery[];
  /** WebSocket ping frames of the server. */
  readonly heartbeat?: {
    readonly everyMs: number;
    readonly pongWithinMs: number;
    readonly code: number;
    readonly reason: string;
  };
  readonly maxLifeMs?: number;
}
