/** Every check of the verdict on approvals, of what GitHub answers, and of what is read from a signature. */
import type * as asking from '../../src/approval/asked.ts';
import type * as github from '../../src/approval/github.ts';
import type * as leaning from '../../src/approval/leans.ts';
import type * as sshsig from '../../src/approval/sshsig.ts';
import type * as statements from '../../src/approval/statement.ts';
import type * as verdict from '../../src/approval/verdict.ts';
import { checkFiles } from '../../src/grant/check.ts';
import { approvalCases } from '../situations/approval.ts';
import { inPieces, otherwise } from '../unit/approval/pieces.ts';
import { files, signatures } from '../unit/approval/vectors.ts';
import { weaken } from './weaken.ts';

type Product = typeof asking &
  typeof leaning &
  typeof github &
  typeof verdict &
  typeof sshsig &
  typeof statements;

const repositories = [inPieces(), otherwise(inPieces())].map((one) => checkFiles(one));

await weaken<Product>({
  of: ['src/approval'],
  modules: ['asked', 'leans', 'github', 'verdict', 'sshsig', 'statement'].map(
    (name) => `src/approval/${name}.ts`,
  ),
  cases: [
    ...approvalCases().map(({ name, evidence, github: asked }) => ({
      name,
      answer: ({ judge, reviewsOf }: Product) =>
        judge({ ...evidence, reviews: asked ? reviewsOf(asked.answers, asked.local) : { kind: 'none' } }),
    })),
    ...repositories.flatMap(({ grants, estate }) =>
      grants.map((grant) => ({
        name: `behind ${grant.id}`,
        answer: ({ termsOf, ruleOf, rosterOf, leansOn }: Product) => [
          termsOf(grant),
          ruleOf(grant),
          rosterOf(grant, estate),
          leansOn(grant, estate),
        ],
      })),
    ),
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
