/** Stage 02: a name that leads nowhere, or to something else than it must. */
export const resolveCodes = {
  BG0201: {
    title: 'unknown person',
    why: 'Only people whom the estate knows, with the identity that AWS has of them, can get access.',
    repair: 'Correct the name, or have the owner of the estate add the person first.',
  },
  BG0202: {
    title: 'unknown target',
    why: 'A target says in which account and region access is opened; there is none to guess.',
    repair: 'Use a target of the estate.',
  },
  BG0203: {
    title: 'unknown playbook',
    why: 'Without a playbook there is no ceiling and nobody who may approve.',
    repair: 'Use a playbook of the folder `playbooks/`.',
  },
  BG0204: {
    title: 'unknown database',
    why: 'Access is opened to databases of the estate only, whose owner is known.',
    repair: 'Use a database of the estate.',
  },
  BG0205: {
    title: 'unknown level',
    why: "A level is defined by the database's owner; nothing else says what a login may do.",
    repair: 'Use a level that the database has in the estate.',
  },
  BG0206: {
    title: 'unknown table',
    why: 'Access is opened to tables of the estate only, whose owner is known.',
    repair: 'Use a table of the estate.',
  },
  BG0207: {
    title: 'unknown network',
    why: 'Access is always limited to a network; an unknown one would mean everywhere or nowhere.',
    repair: 'Use a network of the estate.',
  },
  BG0208: {
    title: 'unknown team or member',
    why: 'Teams decide who may ask, approve and own. A team that is not there would silently be empty.',
    repair: 'Use a team, or a person, of the estate.',
  },
  BG0209: {
    title: 'one name for two things',
    why: 'The estate may be split over files, but a name that is defined twice could mean either.',
    repair: 'Keep one of the two.',
  },
  BG0210: {
    title: 'no lock file for the target',
    why: 'The lock file holds the identities that AWS never uses again; without it a name could point at another database tomorrow.',
    repair: 'Run `breakglass estate lock --target <target>` and have the file reviewed.',
  },
  BG0211: {
    title: 'lock file does not fit the estate',
    why: 'The estate was changed after the lock file was fetched, so nobody has seen what the new name means in AWS.',
    repair: 'Run `breakglass estate lock --target <target>` again and have the change reviewed.',
  },
  BG0212: {
    title: 'in another target',
    why: 'A grant is opened in one target; it cannot reach into another account or region.',
    repair: 'Make one grant per target.',
  },
  BG0213: {
    title: 'no AWS identity for the person',
    why: 'The role trusts exactly one identity of AWS. Without one there is nobody to trust.',
    repair: 'Have `aws:` added to the person in the estate, or `identityCenter:` to the target.',
  },
  BG0214: {
    title: 'unknown index',
    why: 'An index is granted with its own key list; the lock file says which indexes the table has.',
    repair: 'Use an index of the table, or lock the estate again if it is new.',
  },
} as const;
