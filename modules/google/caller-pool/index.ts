export type { AwsCallers } from "./aws-callers.ts";
export { CallerPool, type CallerPoolProps, DEFAULTS } from "./caller-pool.ts";
