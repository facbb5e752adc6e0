export const resolveCodes = {} as const;
