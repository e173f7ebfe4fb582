/** Whose a place is: `aws/111122223333/eu-west-1` is of `aws/111122223333`. */
export function ownerOf(scope: string): string {
  return scope.split("/").slice(0, 2).join("/");
}

/**
 * True for what names one thing in the whole world, whoever says it: an ARN, a path that begins with
 * the project, an address, an id of EC2's or Route 53's. A bare name means another thing in each account.
 */
export function isUnmistakable(name: string): boolean {
  return /[:/@]|^[a-z]+-[0-9a-f]{17}$|^Z[0-9A-Z]{10,}$/.test(name);
}
