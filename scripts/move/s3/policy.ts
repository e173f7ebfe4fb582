/** A bucket's policy, as far as it is read here. */
export interface Policy {
  readonly Statement?: Statement | readonly Statement[];
}

interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | { readonly AWS?: string | readonly string[] };
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: object;
}

/** What writing is. */
const WRITES = ["s3:PutObject", "s3:DeleteObject"];

/** True when nobody at all may write, whatever else lets them. */
export function deniesWrites(policy: Policy | undefined, bucket: string): boolean {
  const denied = statementsOf(policy).filter(isEverybodys("Deny"));
  return WRITES.every((action) => denied.some((each) => covers(each, action, bucket)));
}

/** True when anybody may write. */
export function letsAnybodyWrite(policy: Policy | undefined, bucket: string): boolean {
  const allowed = statementsOf(policy).filter(isEverybodys("Allow"));
  return WRITES.some((action) => allowed.some((each) => covers(each, action, bucket)));
}

function statementsOf({ Statement: statements = [] }: Policy = {}): readonly Statement[] {
  return [statements].flat() as readonly Statement[];
}

/** A condition lets some through, or keeps some out: it is not everybody then. */
function isEverybodys(effect: Statement["Effect"]) {
  return ({ Effect, Principal, Condition }: Statement) => {
    const aws = typeof Principal === "object" ? [Principal.AWS ?? []].flat() : [Principal];
    return Effect === effect && !Condition && aws.includes("*");
  };
}

function covers({ Action = [], Resource = [] }: Statement, action: string, bucket: string) {
  const everyObject = [Resource].flat().some((each) => each === "*" || isAllOf(each, bucket));
  return everyObject && [Action].flat().some((each) => isLike(each, action));
}

function isAllOf(resource: string, bucket: string): boolean {
  return new RegExp(`^arn:[a-z-]+:s3:::${bucket.replaceAll(".", "\\.")}/?\\*$`).test(resource);
}

/** A pattern of IAM: `s3:Put*`. */
function isLike(pattern: string, action: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  const regExp = escaped.replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${regExp}$`, "i").test(action);
}
