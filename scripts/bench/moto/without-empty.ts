/** Takes out what is empty: to most types nothing, `""`, `0`, `false` and an empty list are one. */
export function withoutEmpty<T>(value: T): T {
  const isEmpty = (each: unknown) =>
    !each || (typeof each === "object" && Object.keys(each).length === 0);
  const walk = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(walk);
    if (each === null || typeof each !== "object") return each;
    const walked = Object.entries(each).map(([key, inner]) => [key, walk(inner)] as const);
    return Object.fromEntries(walked.filter(([, inner]) => !isEmpty(inner)));
  };
  return walk(value) as T;
}
