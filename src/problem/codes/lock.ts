/** Stage 02, from 0250 on: what AWS has is not what the estate or the lock file says. */
export const lockCodes = {
  BG0250: {
    title: 'credentials of another account',
    why: 'What another account says of its databases would be locked under the name of this target, and grants would open there.',
    repair: "Take credentials of the target's account; the message names both.",
  },
  BG0251: {
    title: 'database not found in AWS',
    why: 'A grant names the identity that AWS gave the database; without the database there is none.',
    repair: 'Correct `cluster` or `instance` in the estate, or the target.',
  },
  BG0252: {
    title: 'engine does not fit',
    why: 'The engine decides which statements make, lock and kill a login. Those of another engine would fail when it counts.',
    repair: "Set the database's `engine` in the estate to what AWS runs.",
  },
  BG0253: {
    title: 'security group is not on the database',
    why: 'An opening in a group that is not attached opens nothing, and nobody would see why.',
    repair: 'Attach the group to the database, or name the one that is attached for openings.',
  },
  BG0254: {
    title: "security group is not the account's own",
    why: 'A group that is missing, or shared by another account, cannot be opened and closed by this target.',
    repair:
      "Make an empty group in the target's account and region for openings, and attach it to the database.",
  },
  BG0255: {
    title: 'database takes no IAM tokens',
    why: 'Logins of grants have no password: a person signs in with an IAM token or not at all.',
    repair: 'Switch on IAM database authentication for the database.',
  },
  BG0256: {
    title: 'table not found in AWS',
    why: 'The keys of a table decide what an item policy can limit; without the table there are none.',
    repair: 'Correct `table` in the estate, or the target.',
  },
  BG0257: {
    title: 'AWS is not as locked',
    why: 'Grants were resolved and approved against the lock file. A database made anew under an old name is a different one.',
    repair: 'Run `breakglass estate lock`, and have the new lock file reviewed: find out why it changed.',
  },
} as const;
