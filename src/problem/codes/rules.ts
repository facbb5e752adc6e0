/** Stage 03: every name is known, but what is asked for may not be opened. */
export const rulesCodes = {
  BG0301: {
    title: 'id is not the name of the file',
    why: 'A grant, a playbook and a lock file are found by name; two names for one thing hide each other.',
    repair: 'Rename the file to `<id>.yaml`, or correct the id.',
  },
  BG0302: {
    title: 'no such day at the head of the id',
    why: 'Ids begin with the day of the request, so that the records of a day can be listed.',
    repair: 'Begin the id with a day that exists.',
  },
  BG0303: {
    title: 'the wall is too far from the day of the id',
    why: 'An approval must not lie about for weeks: a grant is for the emergency of its day.',
    repair: 'Choose a `notAfter` on that day or the three after it, or make a new grant.',
  },
  BG0304: {
    title: 'person is not eligible',
    why: 'A playbook says who may ask for its access.',
    repair: 'Ask somebody who is eligible, or use another playbook.',
  },
  BG0305: {
    title: 'not in the playbook',
    why: 'A playbook is the ceiling of a grant: what it does not allow was never reviewed for this emergency.',
    repair: 'Ask for what the playbook allows, or use another playbook.',
  },
  BG0306: {
    title: 'longer than the playbook allows',
    why: 'The ceiling of the playbook bounds how long access can stand.',
    repair: 'Ask for less time.',
  },
  BG0307: {
    title: 'network is not in the playbook',
    why: 'A playbook says from where its access may be used.',
    repair: 'Use a network that the playbook lists.',
  },
  BG0308: {
    title: 'incident has not the form that the playbook wants',
    why: 'The incident ties the grant to the reason that people can look up later.',
    repair: 'Write the incident in the form of the playbook.',
  },
  BG0309: {
    title: 'key attributes are missing',
    why: 'DynamoDB refuses every call under attribute limits whose key attributes are not in the list.',
    repair: 'Add the key attributes to `attributes`.',
  },
  BG0310: {
    title: 'whole-item write under attribute limits',
    why: 'PutItem, DeleteItem and BatchWriteItem replace or remove the whole item, hidden attributes included.',
    repair: 'Use UpdateItem, or leave `attributes` out if the playbook allows that.',
  },
  BG0311: {
    title: 'call that an index does not have',
    why: 'An index can only be queried.',
    repair: 'Use `actions: [Query]`, or ask for the table itself.',
  },
  BG0312: {
    title: 'the same access twice',
    why: 'Two entries for one thing would be joined by AWS in a way that neither of them says.',
    repair: 'Join them into one entry.',
  },
  BG0313: {
    title: 'cannot be reached from this network',
    why: 'A database is opened to an address range, a table to a range or a VPC endpoint. A network without them opens nothing.',
    repair: 'Use a network with `cidrs`.',
  },
  BG0314: {
    title: 'second factor cannot be proven as the playbook says',
    why: 'AWS sees the second factor of IAM users only. A condition that can never hold locks everybody out, and one that is left out lets everybody in.',
    repair: 'Use a playbook whose `mfa` fits: `within` for IAM users, `identityProvider` for all others.',
  },
  BG0315: {
    title: 'partition key is not a string',
    why: 'AWS does not document how number and binary keys are compared in a policy.',
    repair: 'There is no way to limit such a table to items; ask its owner for another way.',
  },
  BG0316: {
    title: 'database does not accept IAM tokens',
    why: 'Without IAM authentication there would have to be a password.',
    repair: 'Have the owner switch on IAM authentication, then lock the estate again.',
  },
  BG0317: {
    title: 'policy is too large for AWS',
    why: 'AWS allows 10,240 characters in the inline policies of a role.',
    repair: 'Ask for fewer keys, attributes or tables, or split the grant.',
  },
  BG0318: {
    title: 'too many openings for one grant',
    why: "A role's tag names its openings, for the day on which the archive cannot be read; AWS allows 256 characters.",
    repair: 'Use a network with fewer ranges, or split the grant.',
  },
  BG0319: {
    title: 'too short to be ended on time',
    why: 'The schedule that ends a grant needs a few minutes; a shorter grant would end late.',
    repair: 'Ask for at least five minutes.',
  },
  BG0320: {
    title: 'unsafe playbook',
    why: "Some ceilings are the product's own: two approvals by others, twelve hours.",
    repair: 'Keep within them.',
  },
  BG0321: {
    title: 'address range is not canonical',
    why: 'A range with host bits means something else than it says, and AWS may write it differently.',
    repair: 'Write the range as the message shows it.',
  },
  BG0322: {
    title: 'address range is too wide',
    why: 'A network of a grant is an office, a VPN exit or a bastion, not a provider or the internet.',
    repair: 'Use ranges of /24 or narrower, for IPv6 of /56 or narrower.',
  },
  BG0323: {
    title: 'one identity, two people',
    why: 'Two names for one person would count as two people where two must agree.',
    repair: 'Keep one entry per person.',
  },
  BG0324: {
    title: 'two targets in one account and region',
    why: "Each would take the other's access for something that nobody granted.",
    repair: 'Keep one target per account and region.',
  },
  BG0325: {
    title: 'incident pattern cannot be read',
    why: 'A pattern is matched by an engine without backtracking, so that no pattern can hang a check.',
    repair: 'Use plain regular expressions, without look-around and back references.',
  },
  BG0326: {
    title: 'character that no policy can hold',
    why: 'AWS accepts only the characters U+0020 to U+00FF in a policy, so such a key or attribute cannot be limited to.',
    repair: 'There is no way to name it in a policy; ask the owner of the table for another way.',
  },
  BG0327: {
    title: 'too few people who could approve',
    why: 'Nobody approves their own access. Where too few others may, the grant would wait until its wall.',
    repair: 'Add people to the teams that may approve, or use a playbook with others.',
  },
  BG0328: {
    title: 'runbook that is not there',
    why: 'Whoever gets in under a playbook at night works by its runbook. A page that nobody can open helps nobody.',
    repair: 'Write the page, or name one that is there. An https address is not asked.',
  },
  BG0329: {
    title: 'secret in a grant',
    why: 'Reason and incident are read by many and are kept in the archive, which forgets nothing.',
    repair: 'Remove it, and rotate it: it is in the pull request.',
  },
  BG0330: {
    title: 'day of the id is in the future',
    why: 'An id with a later day would sort after everything that happens until then.',
    repair: 'Use the day of the request, in UTC.',
  },
  BG0331: {
    title: 'too little time before the wall',
    why: 'The schedule that ends a grant needs a few minutes; a shorter grant could end late.',
    repair: 'Make a new grant with a later `notAfter`.',
  },
  BG0332: {
    title: 'as many grants are live as the playbook allows',
    why: 'A playbook bounds how many people are in at the same time.',
    repair: 'End one of the live grants, or wait for it.',
  },
  BG0333: {
    title: 'a grant does not change after it was opened',
    why: 'What people approved and what stands must stay the same thing; from its warrant on a grant is what the warrant says.',
    repair: 'Make a new grant. To end this one, delete its file.',
  },
  BG0334: {
    title: 'an id opens once',
    why: 'An ended grant never comes back; its id would have two stories.',
    repair: 'Make a new grant with another id.',
  },
  BG0335: {
    title: 'cannot be explained',
    why: 'An explanation that leaves out what it does not understand would be believed. It is made from the documents that AWS gets, and says all of them or nothing.',
    repair:
      'Read the documents themselves. A warrant of another version of breakglass is explained by that version; otherwise please report it.',
  },
} as const;
