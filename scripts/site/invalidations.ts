/** More paths than this are invalidated as everything: it is one path to pay, and quicker. */
const MOST_PATHS = 100;

/** A file as edges have it, and the addresses that lead to it. */
export function invalidationsOf(paths: readonly string[]): string[] {
  const all = paths.flatMap((path) => {
    const address = `/${path}`;
    const folder = /^(.*\/)index\.html$/.exec(address)?.[1];
    const page = /^(.*)\.html$/.exec(address)?.[1];
    return folder !== undefined
      ? [address, folder]
      : page !== undefined
        ? [address, page]
        : [address];
  });
  // A star at the end would mean everything that begins so.
  const encoded = [...new Set(all.map((each) => encodeURI(each).replaceAll("*", "%2A")))].sort();
  return encoded.length > MOST_PATHS ? ["/*"] : encoded;
}
