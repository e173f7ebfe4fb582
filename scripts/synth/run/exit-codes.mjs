/** The snapshot cannot do the work: someone else has to. */
export const NOT_TAKEN = 93;

/** The app failed in its snapshot, and has said why. */
export const FAILED = 94;

/**
 * True when a snapshot did not take the work. Node itself ends with 1 when a snapshot is of another
 * Node, and aborts when it is broken.
 *
 * @param {number} code
 */
export function isNotTaken(code) {
  return code === NOT_TAKEN || code === 1 || code === 134;
}
