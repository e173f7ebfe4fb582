/** How ids of zones name a region: `use1`, `apse2`, `usgw1`. */
function shortOf(region: string): string {
  const [country = "", ...rest] = region.split("-");
  const short = (word: string) =>
    /^(north|south)(east|west)$/.test(word) ? `${word[0]}${word[5]}` : word[0];
  return country + rest.map(short).join("");
}

/**
 * The id of a zone: `euw1-az2` of `eu-west-1b`. Each account has an order of its own; here it is that
 * of the letters. Nothing for what is no zone of a region, such as a local one.
 */
export function zoneId(zone: string): string | undefined {
  const [, region = "", letter = ""] = /^([a-z]+(?:-[a-z]+)+-\d+)([a-z])$/.exec(zone) ?? [];
  return letter === ""
    ? undefined
    : `${shortOf(region)}-az${letter.charCodeAt(0) - "a".charCodeAt(0) + 1}`;
}

/** The zone of an id, in a region: `eu-west-1b` of `euw1-az2`. */
export function zoneOf(region: string, id: string): string | undefined {
  const [, number] = /-az([1-9])$/.exec(id) ?? [];
  return number && `${region}${String.fromCharCode("a".charCodeAt(0) + Number(number) - 1)}`;
}
