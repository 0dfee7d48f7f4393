import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

const ASSETS = Array.from({ length: 200 }, (_, index) => `COIN${index}`);
const TICK_MS = 20;

function exchangeInfo(): string {
  const symbols = ASSETS.map((asset) => ({
    symbol: `${asset}USDT`,
    pair: `${asset}USDT`,
    contractType: 'PERPETUAL',
    status: 'TRADING',
    baseAsset: asset,
    quoteAsset: 'USDT',
    marginAsset: 'USDT',
    underlyingType: 'COIN',
  }));
  return JSON.stringify({ symbols });
}

/** One in two a mark price, one in a hundred a liquidation, the rest book frames nobody asked for. */
function frame(count: number): string {
  const symbol = `${ASSETS[count % ASSETS.length]}USDT`;
  const now = Date.now();
  const price = (100 + (count % 977) / 10).toFixed(4);
  if (count % 100 === 0) {
    const order = `"s":"${symbol}","S":"SELL","o":"LIMIT","f":"IOC","q":"${1 + (count % 50)}","p":"${price}","ap":"${price}","X":"FILLED","l":"1","z":"${1 + (count % 50)}","T":${now},"ps":"${symbol}","st":1`;
    return `{"stream":"!forceOrder@arr","data":{"e":"forceOrder","E":${now},"o":{${order}}}}`;
  }
  if (count % 2 === 0) {
    return `{"stream":"${symbol.toLowerCase()}@markPrice@1s","data":{"e":"markPriceUpdate","E":${now},"s":"${symbol}","p":"${price}","ap":"${price}","P":"${price}","i":"${price}","r":"0.0000${1000 + (count % 900)}","T":${now - (now % 3_600_000) + 3_600_000},"st":1}}`;
  }
  return `{"stream":"${symbol.toLowerCase()}@bookTicker","data":{"e":"bookTicker","u":${count},"s":"${symbol}","b":"${price}","B":"31.21","a":"${price}","A":"40.66","T":${now},"E":${now}}}`;
}

/** Plays Binance on loopback and floods every socket; tells its port, and on any message how many frames it sent. */
export function serveFlood(framesPerSecond: number): Promise<void> {
  const http = createServer((request, response) => {
    const path = request.url ?? '';
    const body = path.startsWith('/fapi/v1/exchangeInfo')
      ? exchangeInfo()
      : path.endsWith('exchangeInfo')
        ? '{"symbols":[]}'
        : path.includes('openInterest')
          ? `{"symbol":"${/symbol=(\w+)/.exec(path)?.[1]}","openInterest":"1000","time":${Date.now()}}`
          : '[]';
    response.setHeader('content-type', 'application/json');
    response.end(body);
  });
  const sockets = new Set<WebSocket>();
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('message', (data) => {
      const { id } = JSON.parse(String(data)) as { id?: number };
      socket.send(JSON.stringify({ result: null, id }));
    });
  });
  let sent = 0;
  let due = 0;
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    due += ((now - last) / 1000) * framesPerSecond;
    last = now;
    const socket = [...sockets][0];
    if (!socket) due = 0;
    for (; socket && due >= 1; due--) socket.send(frame(sent++));
  }, TICK_MS);
  process.on('message', () => process.send?.(sent));
  return new Promise(() =>
    http.listen(0, '127.0.0.1', () => {
      const address = http.address();
      process.send?.(typeof address === 'object' ? (address?.port ?? 0) : 0);
    }),
  );
}
