export const endCodes = {} as const;
