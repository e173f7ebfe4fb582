/** A name as Route 53 lists it, as everybody else writes it: `*` plain, no final dot, lower case. */
export function plainListed(name: string): string {
  return name
    .replace(/^\\052(?=\.|$)/, "*")
    .replace(/\.$/, "")
    .toLowerCase();
}
