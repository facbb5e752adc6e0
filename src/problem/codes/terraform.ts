/** Stage 06: Terraform, its provider, its state and its runs. */
export const terraformCodes = {
  BG0601: {
    title: 'Terraform is not on this machine',
    why: 'Everything that breakglass creates or removes for good goes through Terraform; cutting access does not need it.',
    repair: 'Install Terraform 1.11 or newer and put it on PATH, or name the binary in BREAKGLASS_TERRAFORM.',
  },
  BG0602: {
    title: 'the AWS provider could not be had',
    why: 'Terraform downloads the provider from its registry. Where that cannot be reached, a local target may take it from a mirror on the machine.',
    repair:
      'Run `terraform providers mirror <folder>` where the registry can be reached, and name the folder in BREAKGLASS_PROVIDER_MIRROR.',
  },
  BG0603: {
    title: 'the saved plan is stale',
    why: 'The state has changed since the plan was made, so the plan that was reviewed is not what would happen now.',
    repair: 'Nothing was applied. Run the command again: it plans and reviews anew.',
  },
  BG0604: {
    title: 'an address to plan for does not exist',
    why: 'Terraform answers "no changes" for a target that it does not know: a removal that does nothing would look done.',
    repair: 'This is a fault of breakglass. Please report it with the address.',
  },
  BG0605: {
    title: 'another run holds the state',
    why: 'Two runs that change one state at a time would lose resources.',
    repair:
      'Wait for the other run, then run the command again. A lock that was left behind is taken away as soon as its owner is known to be gone: docs/state-locks.md.',
  },
  BG0606: {
    title: 'a run was stopped before it was done',
    why: 'Every run is bounded in time. Terraform is interrupted first, and killed half a minute later.',
    repair: 'Run the command again: it reads the state and goes on from there.',
  },
  BG0607: {
    title: 'Terraform failed',
    why: 'Terraform or the provider reported an error; the log holds its own words.',
    repair: 'Read the log. Running the command again is safe.',
  },
  BG0608: {
    title: 'the configuration could not be synthesized',
    why: 'The CDKTF app did not write what it was asked to write, so nothing was planned.',
    repair: 'Run `npm run build` if you work on breakglass itself; otherwise report it with the log.',
  },
  BG0609: {
    title: 'the plan file is not the one that was reviewed',
    why: 'A plan is applied exactly as it was reviewed; the file on disk has other bytes now.',
    repair:
      'Nothing was applied. Find out what writes into the working directory, then run the command again.',
  },
  BG0610: {
    title: 'no committed provider lock',
    why: 'A target that is not local takes only a provider whose checksum stands in the repository.',
    repair:
      'Run `terraform providers lock -platform=linux_amd64 hashicorp/aws` and commit .terraform.lock.hcl.',
  },
  BG0611: {
    title: 'a run could not save its state',
    why: 'Terraform left errored.tfstate: it knows of resources that the state does not know.',
    repair:
      'Run `terraform state push errored.tfstate` in the folder that the message names, then delete that file.',
  },
} as const;
