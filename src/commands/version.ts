declare const BREAKGLASS_VERSION: string;

/** Set by the bundler from package.json. */
export const toolVersion = typeof BREAKGLASS_VERSION === 'string' ? BREAKGLASS_VERSION : 'source';
