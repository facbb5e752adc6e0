export const readCodes = {} as const;
