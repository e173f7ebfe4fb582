/** Characters that rclone keeps for itself, or that its lists of names cannot hold. */
const ODD = /[\p{Cc}\u201b\u2400-\u2426\uff01-\uff5e]/u;

/**
 * True when rclone carries an object of this name under the same name. It takes names for paths of
 * files: it knows no empty part, no `.` and `..`, and writes some characters as others.
 */
export function isPath(key: string): boolean {
  const parts = key.split("/");
  return !ODD.test(key) && parts.every((part) => part !== "" && part !== "." && part !== "..");
}

/** A name as people can read it: with quotes where it has anything odd. */
export function shown(key: string): string {
  return /^[!-~]+$/.test(key) ? key : JSON.stringify(key);
}
