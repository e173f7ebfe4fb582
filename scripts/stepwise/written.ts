import { check, type Finding, must } from "@groundplan/core/problems";

/**
 * Reads JSON that people write.
 *
 * @param file where it stands, for messages
 * @throws PropsError with everything that is wrong
 */
export function readWritten<T>(
  text: string,
  file: string,
  problemsOf: (value: T) => readonly Finding[],
): T {
  let value: T;
  try {
    value = JSON.parse(text);
  } catch (error) {
    check(file, [must(false, "it", `be JSON: ${(error as Error).message}`)]);
    throw error;
  }
  check(file, problemsOf(value));
  return value;
}
