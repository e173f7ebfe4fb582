/** Differences as a comparison tells them: those that somebody approved are in nobody's way. */
export function differencesFound(
  differences: Iterable<readonly [name: string, said: string]>,
  approvalOf: (name: string) => string | undefined,
) {
  const [problems, warnings]: [string[], string[]] = [[], []];
  for (const [name, said] of differences) {
    const reason = approvalOf(name);
    if (reason) warnings.push(`${said}, and may: ${reason}`);
    else problems.push(said);
  }
  return { problems, warnings };
}
