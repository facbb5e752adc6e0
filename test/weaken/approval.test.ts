/** Every check of the verdict on approvals, of what GitHub answers, and of what is read from a signature. */
import type * as github from '../../src/approval/github.ts';
import type * as sshsig from '../../src/approval/sshsig.ts';
import type * as statements from '../../src/approval/statement.ts';
import type * as verdict from '../../src/approval/verdict.ts';
import { approvalCases } from '../situations/approval.ts';
import { files, signatures } from '../unit/approval/vectors.ts';
import { weaken } from './weaken.ts';

type Product = typeof github & typeof verdict & typeof sshsig & typeof statements;

await weaken<Product>({
  of: ['src/approval'],
  modules: ['github', 'verdict', 'sshsig', 'statement'].map((name) => `src/approval/${name}.ts`),
  cases: [
    ...approvalCases().map(({ name, evidence, github: asked }) => ({
      name,
      answer: ({ judge, reviewsOf }: Product) =>
        judge({ ...evidence, reviews: asked ? reviewsOf(asked.answers, asked.local) : { kind: 'none' } }),
    })),
    {
      name: 'a fault of ours is not taken for an answer that is not whole',
      answer: ({ reviewsOf }: Product) => reviewsOf(null as never, null as never),
    },
    ...signatures.map(({ name, armored }) => ({
      name: `signature ${name}`,
      answer: ({ readSshSignature }: Product) => readSshSignature(armored) ?? 'nothing',
    })),
    ...files.map(({ name, bytes }) => ({
      name: `file ${name}`,
      answer: ({ parseApprovalFile }: Product) => parseApprovalFile(bytes) ?? 'nothing',
    })),
  ],
});
