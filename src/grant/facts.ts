/** What AWS says of databases and tables, as far as grants rest on it. Asked by `src/outside/`, kept in the lock file. */

export type DatabaseFacts = {
  readonly arn: string;
  readonly kind: 'cluster' | 'instance';
  /** `cluster-…` or `db-…`: an identity that AWS never uses again. */
  readonly resourceId: string;
  /** As AWS calls it: `aurora-postgresql`, `postgres`, `mariadb`, ... */
  readonly engine: string;
  readonly port: number;
  readonly securityGroups: readonly string[];
  readonly iamAuthentication: boolean;
  readonly exportedLogs: readonly string[];
};

export type KeyAttribute = { readonly name: string; readonly type: 'S' | 'N' | 'B' };

export type TableFacts = {
  readonly arn: string;
  readonly partitionKey: KeyAttribute;
  readonly sortKey: KeyAttribute | undefined;
  readonly indexes: {
    readonly [name: string]: {
      readonly partitionKey: KeyAttribute;
      readonly sortKey: KeyAttribute | undefined;
    };
  };
};
