/** Template of an ARN with region and account: `arn:aws:sqs:eu-west-1:123456789012:jobs`. */
export function regional(service: string, resource: string): string {
  return `arn:{partition}:${service}:{region}:{account}:${resource}`;
}

/** Template of an ARN without region: `arn:aws:iam::123456789012:role/api`. */
export function global(service: string, resource: string): string {
  return `arn:{partition}:${service}::{account}:${resource}`;
}
