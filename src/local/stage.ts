import type { connect } from '../outside/aws/connection.ts';

/** A target of the estate, and the local AWS that plays it. */
export type Stage = {
  readonly target: string;
  readonly account: string;
  readonly region: string;
  readonly settings: ReturnType<typeof connect>['settings'];
};
