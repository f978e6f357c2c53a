/** Puts the kit together: one world, one HTTP server on loopback. Platforms and the control API are mounted on it. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { demo, type Seed } from '../seed.ts';
import { createClock, type SandboxClock } from './clock.ts';
import { createDelivery } from './deliver.ts';
import { createFaults } from './faults.ts';
import { createLedger } from './ledger.ts';
import { createLimits } from './limits.ts';
import type { Kit, Product } from './platform.ts';
import { createPolicies } from './policies.ts';
import { createRecorder } from './record.ts';
import { createRouter, type Router } from './router.ts';
import { createState } from './state.ts';

export interface ProductAddress {
  /** `https://mio.example`: what registrations, redirects and webhooks begin with. */
  readonly publicUrl: string;
  /** `http://127.0.0.1:3978`: where it listens; a function where that changes. */
  readonly url: string | (() => string);
}

export interface KitOptions {
  readonly product: ProductAddress;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Where state lives; memory alone where missing. */
  readonly folder?: string;
  readonly seed?: Seed;
  readonly clock?: SandboxClock;
  /** 1 is what the platforms publish; 1000 where missing. */
  readonly limits?: number;
  /** An HTTP Archive to write all traffic to. */
  readonly record?: string;
  readonly random?: (bytes: number) => Buffer;
}

export type PlainHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface BuiltKit {
  readonly kit: Kit;
  readonly router: Router;
  /** Answers what no platform does: the control API and the page. Until it is set, such requests get 503. */
  otherwise(handler: PlainHandler): void;
  /** Clears what no platform owns: ledger, faults, policies, the clock's skew. */
  reset(): void;
  flush(): void;
  listen(): Promise<void>;
  close(): Promise<void>;
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Maps the product's public address to where it listens. Whatever is not on loopback is nobody's business here. */
export function createProduct({ publicUrl, url }: ProductAddress): Product {
  const base = publicUrl.replace(/\/+$/, '');
  return {
    publicUrl: base,
    local(address) {
      const rest =
        address === base || /^[/?#]/.test(address.slice(base.length)) ? address.slice(base.length) : undefined;
      const isPublic = rest !== undefined && address.startsWith(base);
      const target = isPublic ? (typeof url === 'string' ? url : url()).replace(/\/+$/, '') + rest : address;
      return URL.canParse(target) && loopback.has(new URL(target).hostname) ? target : null;
    },
  };
}

export function createKit(options: KitOptions): BuiltKit {
  const clock = options.clock ?? createClock();
  const random = options.random ?? randomBytes;
  const product = createProduct(options.product);
  const faults = createFaults();
  const policies = createPolicies();
  const state = createState(options.folder);
  const ledger = createLedger(clock, state);
  const recorder = options.record === undefined ? undefined : createRecorder(options.record);
  const deliver = createDelivery({ clock, faults, random, product, recorder });
  const router = createRouter({ clock, faults, recorder });
  let otherwise: PlainHandler = (_request, response) => {
    response.writeHead(503, { 'retry-after': '1' });
    response.end();
  };

  const server = createServer((request, response) => {
    void router.dispatch(request, response).then((taken) => taken || otherwise(request, response));
  });
  server.keepAliveTimeout = 65_000;
  const url = () => {
    const address = server.address() as AddressInfo | null;
    const port = address?.port ?? options.port;
    if (!port) throw new Error('The sandbox takes a free port: its address is known once it listens.');
    return `http://127.0.0.1:${port}`;
  };
  const flush = () => {
    state.flush();
    recorder?.flush();
  };

  const kit: Kit = {
    clock,
    random,
    seed: options.seed ?? demo,
    ledger,
    faults,
    limits: createLimits(clock, options.limits ?? 1000),
    policies,
    deliver,
    state,
    product,
    get url() {
      return url();
    },
  };

  return {
    kit,
    router,
    otherwise(handler) {
      otherwise = handler;
    },
    reset() {
      ledger.clear();
      faults.clear();
      policies.clear();
    },
    flush,
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port ?? 0, '127.0.0.1', resolve);
      }),
    async close() {
      await deliver.close();
      if (server.listening) {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeAllConnections();
        await closed;
      }
      flush();
      state.close();
    },
  };
}
