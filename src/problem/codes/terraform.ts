export const terraformCodes = {} as const;
