/** What is kept of a plan: its text and its JSON; the plan file itself holds secrets in clear. */
import type { SavedPlan, TerraformRun } from '../ports.ts';
import type { NewBlob } from './archive/archive.ts';

export function planBlobs(plan: SavedPlan): NewBlob[] {
  return [
    { name: 'plan.txt', text: plan.text },
    { name: 'plan.json', planJson: plan.json },
  ];
}

export function applyLog({ log }: Pick<TerraformRun, 'log'>): NewBlob {
  return { name: 'apply.log', text: log };
}
