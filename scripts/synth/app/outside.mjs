/** Packages that the app gets from outside its bundle: cdktf and what is made for it. */
export const OUTSIDE = ["cdktf", "constructs", "@cdktf/*"];

/**
 * True for an import of such a package.
 *
 * @param {string} specifier
 */
export function isOutside(specifier) {
  return /^(cdktf|constructs|@cdktf\/[^/]+)($|\/)/.test(specifier);
}
