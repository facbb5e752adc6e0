declare const BREAKGLASS_VERSION: string;

/** Set by the bundler from package.json. */
export const toolVersion = typeof BREAKGLASS_VERSION === 'string' ? BREAKGLASS_VERSION : 'source';

/** The second line is what the synthesized configuration demands; a test compares them. */
export const versionText = `breakglass ${toolVersion}
needs Terraform 1.11 or newer, provider hashicorp/aws >= 5.100.0, < 7.0.0`;
