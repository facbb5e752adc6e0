/** The commands that ask or change a target, its archive, or the estate. */
import { type Declaration, type Flag, unchanged } from './declaration.ts';

const target: Flag = { flags: '--target <target>', says: 'target of the estate', needed: true };

export const operate: readonly Declaration[] = [
  {
    name: 'apply',
    group: 'Operate',
    says: 'end what is over, then open what HEAD wants',
    examples: [['breakglass apply --target prod-eu', 'open the grants of the last commit']],
    flags: [target],
    interrupted: {
      left: 'grants may be open in part, none beyond its end',
      next: 'run `breakglass status`, then `breakglass sweep --target {target}`',
    },
    load: async () => {
      const { apply } = await import('./apply.ts');
      return (_words, options, context) => apply(options, context);
    },
  },
  {
    name: 'sweep',
    group: 'Operate',
    says: 'end what is over: cut, record, remove, probe',
    examples: [
      ['breakglass sweep --target prod-eu', 'end what is over'],
      ['breakglass sweep --target prod-eu --dry-run', 'only say what that would be'],
    ],
    flags: [target, { flags: '--dry-run', says: 'say what would be ended, and change nothing' }],
    interrupted: {
      left: 'access that was being ended may still be open',
      next: 'run `breakglass sweep --target {target}` again: it goes on where it stopped',
    },
    load: async () => {
      const { sweep } = await import('./sweep.ts');
      return (_words, options, context) => sweep(options, context);
    },
  },
];

export const audit: readonly Declaration[] = [
  {
    name: 'archive verify',
    group: 'Audit',
    says: 'prove that no record was changed, left out or added',
    examples: [['breakglass archive verify --target prod-eu', 'offline, record by record']],
    flags: [
      target,
      { flags: '--head <head>', says: 'a head that an earlier run printed; it must still be there' },
    ],
    interrupted: unchanged,
    load: async () => {
      const { archiveVerify } = await import('./archive-verify.ts');
      return (_words, options, context) => archiveVerify(options, context);
    },
  },
  {
    name: 'archive show',
    group: 'Audit',
    says: "a grant's story, with plans and logs",
    examples: [['breakglass archive show alba --target prod-eu', 'the one grant whose id holds `alba`']],
    argument: { form: '<id>', says: 'id of a grant, or a part that fits one only' },
    flags: [target],
    interrupted: unchanged,
    load: async () => {
      const { archiveShow } = await import('./archive-show.ts');
      return ([id = ''], options, context) => archiveShow(id, options, context);
    },
  },
];

export const setUp: readonly Declaration[] = [
  {
    name: 'estate lock',
    group: 'Set up',
    says: 'fetch the identities that AWS holds into estate/<target>.lock.json',
    examples: [['breakglass estate lock --target prod-eu', 'then have the file reviewed']],
    flags: [target],
    interrupted: {
      left: 'nothing was changed in AWS, and the lock file is whole',
      next: 'run `breakglass estate lock --target {target}` again',
    },
    load: async () => {
      const { estateLock } = await import('./estate-lock.ts');
      return (_words, options, context) => estateLock(options, context);
    },
  },
  {
    name: 'drill',
    group: 'Set up',
    says: 'the whole life of a grant, on real Terraform and a local AWS',
    examples: [
      ['breakglass drill', 'in a copy; nothing here is changed'],
      ['breakglass drill --keep', 'and keep the copy, to look around in it'],
      ['breakglass drill --stay', 'only prepare it, and run the commands yourself'],
    ],
    flags: [
      { flags: '--s3', says: 'keep state and archive in S3 of the local AWS, as a pipeline does' },
      { flags: '--keep', says: 'keep the folder that the drill worked in' },
      { flags: '--stay', says: 'only prepare the copy and the local AWS, and keep both until Ctrl-C' },
    ],
    interrupted: {
      left: 'nothing was changed here; the local AWS has ended',
      next: 'run `breakglass drill` again',
    },
    load: async () => {
      const { drill } = await import('./drill.ts');
      return (_words, options, context) => drill(options, context);
    },
  },
];
