import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { type Finding, matching, must } from "@groundplan/core/problems";
import { variableNamed } from "../plan/rules.ts";
import { secretIn } from "../surroundings.ts";
import type { World } from "../world.ts";

/** As whom AWS is asked. What every other tool of AWS would use, where nothing is said. */
export interface AwsIdentity {
  /** A section of AWS's own configuration, also one that logs in or takes on a role. @default none */
  readonly profile?: string;
  /** Name of the environment variable with the id of an access key. @default none */
  readonly accessKeyIdVariable?: string;
  /** Name of the one with its secret. @default none */
  readonly secretAccessKeyVariable?: string;
  /** Name of the one with the session token of a key that runs out. @default it has none */
  readonly sessionTokenVariable?: string;
}

/** Keys of an identity in `move.json`. */
export const IDENTITY_KEYS = [
  "profile",
  "accessKeyIdVariable",
  "secretAccessKeyVariable",
  "sessionTokenVariable",
] as const;

/** A key of AWS, for as long as it is good. */
export interface AwsKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What is wrong with an identity as somebody typed it. */
export function identityProblems(prop: string, identity: AwsIdentity): Finding[] {
  const { profile, accessKeyIdVariable, secretAccessKeyVariable, sessionTokenVariable } = identity;
  const hasId = accessKeyIdVariable !== undefined;
  const isWhole =
    hasId === (secretAccessKeyVariable !== undefined) && (hasId || !sessionTokenVariable);
  return [
    must(
      isWhole,
      `${prop}.accessKeyIdVariable`,
      "stand together with secretAccessKeyVariable, and sessionTokenVariable with both",
    ),
    must(!(profile && hasId), `${prop}.profile`, "not stand beside accessKeyIdVariable"),
    ...IDENTITY_KEYS.slice(1).map((key) => variableNamed(`${prop}.${key}`, identity[key])),
  ];
}

/** The value is a region. Skips what is absent. */
export function regionNamed(prop: string, region: string | undefined): Finding {
  return matching(prop, region, /^[a-z]{2}[a-z0-9-]+$/, "be a region: eu-west-1");
}

/** Gets the key of an identity, a new one where the last has run out. */
export function keyOf(identity: AwsIdentity, env: World["env"]): () => Promise<AwsKey> {
  const { profile, accessKeyIdVariable, secretAccessKeyVariable, sessionTokenVariable } = identity;
  if (!accessKeyIdVariable || !secretAccessKeyVariable) return defaultProvider({ profile });
  const cure = "set it to what the key's owner gave you, in this shell alone";
  const read = (variable: string) => secretIn(env, variable, "a key of AWS", cure);
  return async () => ({
    accessKeyId: read(accessKeyIdVariable),
    secretAccessKey: read(secretAccessKeyVariable),
    ...(sessionTokenVariable && { sessionToken: read(sessionTokenVariable) }),
  });
}
