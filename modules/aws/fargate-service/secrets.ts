import { type Finding, known, matching, must } from "@groundplan/core/problems";
import type { AwsLocation } from "../account/index.ts";

/** Where a secret lies. Only its name is in the code, the plan and the state; never its value. */
export type SecretSource = ParameterSecret | ManagedSecret;

/** A parameter of SSM Parameter Store. */
export interface ParameterSecret {
  /** Name in the same account and region, or ARN: `/acme/dev/api/sentry-dsn`. */
  readonly parameter: string;
  /** Customer managed key that encrypts it. @default the key of AWS, which needs no grant */
  readonly keyArn?: string;
}

/** A secret of Secrets Manager. */
export interface ManagedSecret {
  /**
   * ARN of the secret, with or without the six characters that AWS adds. With them where the name
   * itself ends in a hyphen and six letters or digits: the two cannot be told apart.
   */
  readonly secretArn: string;
  /** Key in the secret's JSON: `password`. @default the whole text */
  readonly jsonKey?: string;
  /** Label of the version. @default "AWSCURRENT" */
  readonly versionStage?: string;
  /** Id of one version; then rotation has no effect. @default the version with the label */
  readonly versionId?: string;
  /** Customer managed key that encrypts it. @default the key of AWS, which needs no grant */
  readonly keyArn?: string;
}

/** Secrets by the environment variable that a container reads them from. */
export type Secrets = Readonly<Record<string, SecretSource>>;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const PARAMETER =
  /^(\/?[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*|arn:[^:]+:ssm:[^:]+:[^:]+:parameter\/.+)$/;
const SECRET_ARN = /^arn:[^:]+:secretsmanager:[^:]+:[^:]+:secret:[^:]+$/;

/** True for a secret of Parameter Store. */
export function isParameter(source: SecretSource): source is ParameterSecret {
  return "parameter" in source;
}

/** What a container definition says: the agent reads the value when a task starts. */
export function valueFrom(source: SecretSource): string {
  if (isParameter(source)) return source.parameter;
  const { secretArn, jsonKey = "", versionStage = "", versionId = "" } = source;
  const whole = jsonKey === "" && versionStage === "" && versionId === "";
  return whole ? secretArn : `${secretArn}:${jsonKey}:${versionStage}:${versionId}`;
}

/** The ARN that a role must be able to read: of exactly this parameter or secret. */
export function readableArn(
  source: SecretSource,
  { partition, region, accountId }: AwsLocation,
): string {
  if (!isParameter(source)) {
    const { secretArn } = source;
    return isPartial(secretArn) ? `${secretArn}-??????` : secretArn;
  }
  const { parameter } = source;
  if (!known(parameter) || parameter.startsWith("arn:")) return parameter;
  const name = parameter.replace(/^\//, "");
  return `arn:${partition}:ssm:${region}:${accountId}:parameter/${name}`;
}

/** True for an ARN without the six characters that AWS adds. One that is known at apply has them. */
export function isPartial(secretArn: string): boolean {
  return known(secretArn) && !/-[A-Za-z0-9]{6}$/.test(secretArn);
}

/** Checks names and references; a value in place of a reference is refused. */
export function secretProblems(prop: string, secrets: Secrets): Finding[] {
  return Object.entries(secrets).flatMap(([name, source]) => {
    const at = `${prop}.${name}`;
    const named = matching(at, name, NAME, "be named with letters, digits and _");
    if (isParameter(source)) {
      return [named, parameterProblem(`${at}.parameter`, source.parameter)];
    }
    return [
      named,
      arnProblem(`${at}.secretArn`, source.secretArn),
      must(
        source.versionStage === undefined || source.versionId === undefined,
        `${at}.versionId`,
        "not be set together with versionStage",
      ),
      matching(`${at}.jsonKey`, source.jsonKey, /^[^:]+$/, "not contain a colon"),
    ];
  });
}

// The value stays out of both messages: it may be the secret itself.
function parameterProblem(prop: string, parameter: string): Finding {
  return must(
    !known(parameter) || PARAMETER.test(parameter),
    prop,
    "be the name or ARN of a parameter",
    undefined,
    "a secret's value never stands in the code",
  );
}

function arnProblem(prop: string, secretArn: string): Finding {
  return must(
    !known(secretArn) || SECRET_ARN.test(secretArn),
    prop,
    "be the ARN of a secret",
    undefined,
    "a secret's value never stands in the code",
  );
}
