/** Stage 07: the account, the clock and the commit, and the end itself. */
export const endCodes = {
  BG0701: {
    title: 'wrong account',
    why: 'The credentials belong to another account than the archive. What stands there is not ours to end, and proves nothing about what is.',
    repair: "Use credentials of the target's account.",
  },
  BG0702: {
    title: 'clocks differ',
    why: 'A window is judged by the clock of AWS. With a clock that is off, a grant would be planned for another time than people read.',
    repair: 'Set the clock of this machine.',
  },
  BG0703: {
    title: 'commit is older than what was applied last',
    why: 'A run at an old commit would open what was withdrawn since, and miss what was deleted.',
    repair: 'Run at the newest commit of the default branch, in a clone that is not shallow.',
  },
  BG0704: {
    title: 'approvals are not proven',
    why: 'This version does not check who approved. It opens access in a local AWS only, where nothing is at stake.',
    repair: 'Use a target whose AWS is a local one.',
  },
  BG0705: {
    title: 'opening failed',
    why: 'What was read back from AWS is not what the warrant says. What stands of it was ended at once.',
    repair: 'See the reason and the log in the archive, then make a new grant.',
  },
  BG0706: {
    title: 'access is not proven closed',
    why: 'A layer still stands or did not answer. Silence counts as open.',
    repair: 'Run `breakglass sweep` again; it goes on where it stopped. The message names the layer.',
  },
  BG0707: {
    title: 'removal is not done',
    why: 'Access is closed and proven; only the denied role is still in the account.',
    repair: 'Nothing: the next sweep tries again.',
  },
  BG0708: {
    title: 'sign-in needed',
    why: 'There are no AWS credentials, they have run out, or AWS does not accept them. Nothing was asked and nothing changed.',
    repair: 'Sign in (`aws sso login`) or take fresh keys, then run the same command again.',
  },
  BG0709: {
    title: 'AWS would be asked somewhere else',
    why: 'A variable of the environment names another endpoint. Whoever sets it could answer in the place of AWS, and call open access closed.',
    repair:
      'Run the command without that variable. Only a local target has an endpoint of its own, in its archive.',
  },
  BG0710: {
    title: 'a local archive is committed',
    why: 'What lies in `.breakglass/` stands in the place of the archive in AWS: whoever can commit it could hide from a pipeline what is open.',
    repair:
      'Take it out of git (`git rm -r --cached .breakglass`), delete it, and write `.breakglass/` into `.gitignore`.',
  },
  BG0711: {
    title: 'opening broke off',
    why: 'What is over was ended first. Then something did not answer that opening needs: archive, AWS, git or Terraform.',
    repair: 'Run the same command again. A warrant without anything under it is given up by itself.',
  },
} as const;
