/**
 * The only file that imports cdktf. Deep paths, because the root of the provider package loads two
 * thousand resources (3 s, 0.5 GB). Moving to another maker's fork of cdktf is a change of this file.
 */

export { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
export { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
export { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
export { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule/index.js';
export { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js';
export { App, LocalBackend, S3Backend, TerraformStack } from 'cdktf';
