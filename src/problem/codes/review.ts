export const reviewCodes = {} as const;
