/** The commands that work on the files, and all commands in the order of help. */
import { type Declaration, unchanged } from './declaration.ts';
import { audit, operate, setUp } from './operating.ts';

const everyday: readonly Declaration[] = [
  {
    name: 'status',
    group: 'Everyday',
    says: 'what is live, what is waiting, and what is not proven closed',
    examples: [
      ['breakglass status', 'all targets that have an archive here'],
      ['breakglass status --target prod-eu --json', 'one of them, for a program'],
    ],
    flags: [{ flags: '--target <target>', says: 'only this target' }],
    interrupted: unchanged,
    load: async () => {
      const { status } = await import('./status.ts');
      return (_words, options, context) => status(options, context);
    },
  },
];

const approval: readonly Declaration[] = [
  {
    name: 'approve',
    group: 'Everyday',
    says: 'sign the approval of a grant, or its refusal, with an SSH key',
    examples: [
      ['breakglass approve grants/2026-11-22-orders-read-alba.yaml', 'read it, type the name, sign'],
      ['breakglass approve alba --refuse', 'a refusal beats every approval'],
    ],
    argument: { form: '<grant>', says: 'file or id of a grant, or a part of the id that fits one only' },
    flags: [
      { flags: '--refuse', says: 'sign that it must not be opened' },
      {
        flags: '--key <file>',
        says: 'SSH key to sign with; else one of the agent or of ~/.ssh that the estate knows',
      },
      { flags: '--yes-for <person>', says: 'the person of the grant, in place of typing the name' },
    ],
    interrupted: {
      left: 'nothing is signed, or one file below approvals/',
      next: 'see `git status`, and run the same command again',
    },
    load: async () => {
      const { approve } = await import('./approve.ts');
      return ([grant = ''], options, context) => approve(grant, options, context);
    },
  },
  {
    name: 'approvals',
    group: 'Everyday',
    says: 'who approved a grant, who does not count, and why',
    examples: [['breakglass approvals alba', 'the one grant whose id holds `alba`, as it stands at HEAD']],
    argument: { form: '<id>', says: 'id of a grant, or a part that fits one only' },
    interrupted: unchanged,
    load: async () => {
      const { approvals } = await import('./approvals.ts');
      return ([id = ''], _options, context) => approvals(id, context);
    },
  },
];

const files: readonly Declaration[] = [
  {
    name: 'validate',
    group: 'Files',
    says: 'check every file, offline',
    examples: [['breakglass validate', 'all problems of all files, with their remedies']],
    interrupted: unchanged,
    load: async () => {
      const { validate } = await import('./validate.ts');
      return (_words, _options, context) => validate(context);
    },
  },
  {
    name: 'fmt',
    group: 'Files',
    says: 'write files in their one form',
    examples: [
      ['breakglass fmt', 'all files'],
      ['breakglass fmt --check', 'only say which files are not in form'],
    ],
    argument: {
      form: '[files...]',
      says: 'files below grants/, playbooks/ and estate/; all of them when none is named',
    },
    flags: [{ flags: '--check', says: 'change nothing, and fail when a file would be changed' }],
    interrupted: {
      left: 'every file is whole, in its old form or its new one',
      next: 'run `breakglass fmt` again',
    },
    load: async () => {
      const { fmt } = await import('./fmt.ts');
      return fmt;
    },
  },
  {
    name: 'plan',
    group: 'Files',
    says: 'what the grants in the files would open, offline',
    examples: [
      ['breakglass plan', 'every grant that is not past'],
      ['breakglass plan alba', 'the one grant whose id holds `alba`'],
    ],
    argument: {
      form: '[ids...]',
      says: 'ids of grants, or a part that fits one only; all that are not past when none is named',
    },
    interrupted: unchanged,
    load: async () => {
      const { plan } = await import('./plan.ts');
      return (words, _options, context) => plan(words, context);
    },
  },
  {
    name: 'explain',
    group: 'Files',
    says: 'what one grant gives, in plain sentences, offline',
    examples: [
      ['breakglass explain alba', 'for whoever is asked to approve it'],
      ['breakglass explain alba --markdown', 'as a comment of a pull request'],
      ['breakglass explain alba --target prod-eu', 'exact times, from the archive of its target'],
    ],
    argument: { form: '<id>', says: 'id of a grant, or a part that fits one only' },
    flags: [
      { flags: '--markdown', says: 'print Markdown' },
      { flags: '--target <target>', says: 'ask the archive of this target, also where that is in AWS' },
    ],
    interrupted: unchanged,
    load: async () => {
      const { explain } = await import('./explain.ts');
      return ([id = ''], options, context) => explain(id, options, context);
    },
  },
  {
    name: 'synth',
    group: 'Files',
    says: 'synthesize a preview of every target, which can never be applied',
    examples: [
      ['breakglass synth', 'into cdktf.out/'],
      ['breakglass synth --out /tmp/preview', 'into another folder'],
    ],
    flags: [{ flags: '--out <folder>', says: 'where to write it', otherwise: 'cdktf.out' }],
    interrupted: { left: 'the preview may not be whole', next: 'run `breakglass synth` again' },
    load: async () => {
      const { synth } = await import('./synth.ts');
      return (_words, options, context) => synth(options, context);
    },
  },
];

export const declarations: readonly Declaration[] = [
  ...everyday,
  ...approval,
  ...files,
  ...operate,
  ...audit,
  ...setUp,
];
