/**
 * Which addresses a platform may have. A name that leads into the machine, its network or a cloud's metadata service is
 * not a platform, whatever the name server says; the check sits in the socket's own lookup, so that nothing can change
 * between the check and the connection.
 */
import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { BlockList, isIPv4, isIPv6, type LookupFunction } from 'node:net';
import { EgressError } from '../core/ports.ts';

type Network = readonly [network: string, bits: number];

// biome-ignore format: a table reads better in rows.
const closedV4: readonly Network[] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12],
  ['192.0.0.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 4], ['240.0.0.0', 4],
];

// biome-ignore format: a table reads better in rows.
const closedV6: readonly Network[] = [
  // The unspecified one, loopback, and IPv4 in its old and its mapped dress.
  ['::', 96], ['::ffff:0:0', 96],
  // Translated to IPv4 somewhere on the way: NAT64, its local form, Teredo, 6to4.
  ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['2001::', 32], ['2002::', 16],
  // Unique local, link-local, site-local, multicast, discard.
  ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8], ['100::', 64],
];

/** Each family has a list of its own: in one of both, what is said of mapped addresses would hold for all of IPv4. */
function listOf(networks: readonly Network[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [network, bits] of networks) list.addSubnet(network, bits, family);
  return list;
}
const v4 = listOf(closedV4, 'ipv4');
const v6 = listOf(closedV6, 'ipv6');

export const isPublicAddress = (address: string): boolean =>
  isIPv6(address) ? !v6.check(address, 'ipv6') : isIPv4(address) && !v4.check(address, 'ipv4');

/** `dns.lookup` with all addresses, as far as it is asked for here. */
export type Resolve = (
  name: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** The socket's lookup, which knows public addresses only. Fails with an EgressError where there is none. */
export const publicLookup =
  (resolve: Resolve = systemLookup): LookupFunction =>
  (name, options, done) =>
    resolve(name, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      const open = addresses.filter(({ address }) => isPublicAddress(address));
      const [first] = open;
      if (!first) return done(new EgressError('refused_origin', false, `${name} has no public address`), []);
      if (options.all) done(null, open);
      else done(null, first.address, first.family);
    });
