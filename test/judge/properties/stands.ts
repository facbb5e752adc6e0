/** P26: the role and the openings as Terraform would create them. */
import type { Subject } from '../subject.ts';
import { without } from './look.ts';

export function role({ grant, resources }: Subject): string[] {
  const { account, id } = grant.target;
  const wanted: Record<string, unknown> = {
    max_session_duration: 3600,
    force_detach_policies: true,
    permissions_boundary: `arn:aws:iam::${account}:policy/breakglass-${id}-boundary`,
    path: `/breakglass/${id}/`,
  };
  const values = resources.find(({ type }) => type === 'aws_iam_role')?.values ?? {};
  return Object.entries(wanted).flatMap(([name, value]) =>
    values[name] === value ? [] : [`${name} is ${values[name]}`],
  );
}

/** One for each range and database port, IPv4 and IPv6 in their own arguments. */
export function openings({ grant, databases, resources }: Subject): string[] {
  const found = resources
    .filter(({ type }) => type === 'aws_vpc_security_group_ingress_rule')
    .map(({ values }) =>
      [
        values['security_group_id'],
        values['ip_protocol'],
        values['from_port'],
        values['to_port'],
        values['cidr_ipv4'] ?? `v6 ${values['cidr_ipv6']}`,
      ].join(' '),
    );
  const wanted = databases.flatMap(({ securityGroup, port }) =>
    grant.from.cidrs.map((range) =>
      [securityGroup, 'tcp', port, port, range.includes(':') ? `v6 ${range}` : range].join(' '),
    ),
  );
  return without(found, [...new Set(wanted)]);
}
