// Connections over node:http(s) that are kept alive between requests.
import http from 'node:http';
import https from 'node:https';

export interface KeepAlive {
  /** A request that is not sent yet; redirects are never followed. */
  readonly request: (url: string, options: Pick<http.RequestOptions, 'method' | 'headers' | 'signal'>) => http.ClientRequest;
  /** Lets go of the connections. */
  readonly close: () => void;
}

export function createKeepAlive(): KeepAlive {
  const plain = new http.Agent({ keepAlive: true });
  const secure = new https.Agent({ keepAlive: true });
  return {
    request: (url, options) =>
      new URL(url).protocol === 'http:'
        ? http.request(url, { ...options, agent: plain })
        : https.request(url, { ...options, agent: secure }),
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}
