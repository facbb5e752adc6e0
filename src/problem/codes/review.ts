/** Stage 05: a plan that would do something else than what was decided. */
export const reviewCodes = {
  BG0501: {
    title: 'the plan cannot be understood',
    why: 'The review reads one form of plan. What it does not know could change something without being seen.',
    repair: 'Use Terraform 1.11 or a later 1.x; nothing was applied.',
  },
  BG0502: {
    title: 'the plan is not a plain one',
    why: 'A plan that failed, defers changes, has outputs or holds parts unknown to the review does more than create or remove.',
    repair:
      'Nothing was applied. Look at the plan text; report it if nobody tampered with the configuration.',
  },
  BG0503: {
    title: 'the plan would change something else',
    why: 'A grant may only create its own resources, and an end may only remove them.',
    repair: 'Nothing was applied. Find out who added it to the configuration or the state.',
  },
  BG0504: {
    title: 'the plan leaves something out',
    why: 'A resource that is wanted and not planned would be taken for done.',
    repair: 'Nothing was applied. Run the command again; report it if it stays so.',
  },
  BG0505: {
    title: 'the plan does another thing with a resource',
    why: 'Opening creates, ending deletes. Updating, replacing, importing, moving or forgetting is neither.',
    repair: 'Nothing was applied. See who changed the resource in AWS or in the state.',
  },
  BG0506: {
    title: 'a planned value is not the wanted one',
    why: 'What is applied must be what was approved, attribute by attribute.',
    repair: 'Nothing was applied. Compare the plan text with the grant.',
  },
  BG0507: {
    title: 'another provider would do the work',
    why: 'Another provider with the same resource types could do anything with our credentials.',
    repair: 'Nothing was applied. Look at required_providers and at the CLI configuration of Terraform.',
  },
  BG0508: {
    title: 'something was changed outside Terraform',
    why: 'What differs from the state without our doing was changed by somebody; applying would hide it.',
    repair: 'Nothing was applied. Find the change in CloudTrail; end the grant if it is not understood.',
  },
  BG0509: {
    title: 'the configuration holds more than resources',
    why: 'Data sources, modules, provisioners and other provider settings run code or reach other places.',
    repair: 'Nothing was applied. Find out what changed the configuration after synthesis.',
  },
} as const;
