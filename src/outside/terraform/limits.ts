/**
 * How long our runs of Terraform may take, in milliseconds. Together they are the age at which a
 * lock of another machine counts as left behind: no single run of ours can be as old.
 */
export const planLimit = 600_000;

export const applyLimit = 1_800_000;

/** From the interrupt to the kill: Terraform writes its state in under a second; a provider call may hang. */
export const patience = 30_000;

/** A run beside ours holds the lock for seconds; somebody who waits for longer should be told. */
export const lockWait = 10_000;

/** Runs that start no provider. */
export const quick = 60_000;
