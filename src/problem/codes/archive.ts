export const archiveCodes = {} as const;
