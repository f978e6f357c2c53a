/** Who asks, as far as a limit is concerned: an address, or the network that somebody has to themselves. */
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * Behind a proxy, the address that the proxy itself added ("X-Forwarded-For", the last one). Where there is no proxy,
 * somebody may write there what they like: no limit that matters to others rests on it.
 */
export function askerOf({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): string {
  const last = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  return networkOf(last || socket.remoteAddress || '');
}

/**
 * An IPv4 address is itself. Of an IPv6 address it is the first half: the rest is for its owner to choose as often as they
 * like ("RFC 4291", 2.5.4). Ports, brackets and zones, which some proxies write, say nothing about who it is.
 */
export function networkOf(address: string): string {
  const bare = /^\[([^\]]+)\]/.exec(address)?.[1] ?? address;
  const [plain = ''] = bare.split('%', 1);
  if (!isIPv6(plain)) return plain.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1').slice(0, 64);
  // One spelling of all there are: groups in lower case, without leading zeros, an IPv4 tail as two groups.
  const spelt = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const [head = '', tail] = spelt.split('::', 2);
  const groups = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));
  const first = groups(head);
  const last = tail === undefined ? [] : groups(tail);
  const all = [...first, ...Array<string>(8 - first.length - last.length).fill('0'), ...last];
  const mapped = all.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  return mapped ? ipv4Of(all[6]!, all[7]!) : `${all.slice(0, 4).join(':')}::/64`;
}

/** "RFC 4291", 2.5.5.2: what a socket that takes both calls an IPv4 address. */
function ipv4Of(high: string, low: string): string {
  const [upper, lower] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [upper >> 8, upper & 255, lower >> 8, lower & 255].join('.');
}
