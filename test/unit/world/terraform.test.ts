/** The fake Terraform keeps the contract that the real one keeps in test/real. */
import { at } from '../../../src/grant/lifetime.ts';
import { deny } from '../../world/aws.ts';
import { begin, emptyWorld } from '../../world/fake-world.ts';
import { make } from '../../world/resources.ts';
import { terraformContract } from '../../world/terraform-contract.ts';
import { sampleGrant } from '../stacks/sample.ts';

terraformContract(async () => {
  const world = emptyWorld('prod-eu', '111122223333', at('2026-11-22T03:10:00Z'));
  const { aws, state, clock } = world;
  const { ports } = begin(world);
  return {
    terraform: ports.terraform,
    group: 'sg-0a1b2c3d4e5f60718',
    roles: async () => [...aws.roles.keys()].sort(),
    rules: async () => [...aws.openings.keys()],
    async makeRole(name) {
      for (const resource of sampleGrant(name))
        if (resource.type === 'aws_iam_role') make(resource, aws, clock.now());
    },
    removeRole: async (name) => void aws.roles.delete(name),
    async denyRole(name) {
      deny(aws, name, 'boundary');
      deny(aws, name, 'attachment');
    },
    revokeAll: async () => aws.openings.clear(),
    async whileHeld(act) {
      const id = '7c6ce4b2-6c92-ba53-e8bf-dd7f4a8ce84b';
      const held = { id, who: 'mei@bastion', operation: 'OperationTypeApply', created: clock.now() };
      state.lock = { ...held, owner: 'alive', run: 'another' };
      await act();
      state.lock = undefined;
    },
    close: async () => undefined,
  };
});
