/** Address ranges in CIDR form, IPv4 and IPv6. */
import ipaddr from 'ipaddr.js';

const widest = { ipv4: 24, ipv6: 56 } as const;

/**
 * The canonical text of a range: no host bits, shortest IPv6 form (RFC 5952). Undefined when it is
 * no range. Octal and shortened IPv4 (`0177.0.0.1`, `10/8`) and IPv4 inside IPv6 (`::ffff:10.0.0.1`)
 * are none: readers disagree about them.
 */
export function canonicalRange(range: string): string | undefined {
  const [address = '', prefix = '', ...more] = range.split('/');
  if (more.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(prefix) || !isPlainAddress(address)) return undefined;
  const parsed = ipaddr.parse(address);
  const bits = Number(prefix);
  if (bits > (parsed.kind() === 'ipv4' ? 32 : 128)) return undefined;
  const network = parsed.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${network.networkAddressFromCIDR(range).toString()}/${bits}`;
}

/** Wider than an office: /24 for IPv4, /56 for IPv6. */
export function isTooWide(range: string): boolean {
  const [address, bits] = ipaddr.parseCIDR(range);
  return bits < widest[address.kind()];
}

function isPlainAddress(address: string): boolean {
  if (!address.includes(':')) return ipaddr.IPv4.isValidFourPartDecimal(address);
  if (!ipaddr.IPv6.isValid(address) || address.includes('%')) return false;
  return !ipaddr.IPv6.parse(address).isIPv4MappedAddress();
}
