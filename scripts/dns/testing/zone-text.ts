import { type RecordSet, textStrings } from "@groundplan/core/dns-records";

/** A zone as a name server reads it. */
export interface ZoneText {
  readonly zone: string;
  /** Its own name servers, with their addresses where they lie in the zone. */
  readonly nameServers: Readonly<Record<string, string | undefined>>;
  /** Records as lines: `www 300 A 192.0.2.1`. */
  readonly lines: readonly string[];
  /** Seconds that its own NS live. @default 300 */
  readonly nsTtlSeconds?: number;
}

/** The text of a zone file. */
export function zoneText(
  { zone, nameServers, lines, nsTtlSeconds = 300 }: ZoneText,
  serial: number,
) {
  const names = Object.keys(nameServers);
  return [
    `$ORIGIN ${zone}.`,
    "$TTL 300",
    `@ 300 SOA ${names[0]}. hostmaster.${zone}. ${serial} 7200 900 1209600 5`,
    ...names.map((name) => `@ ${nsTtlSeconds} NS ${name}.`),
    ...names.flatMap((name) => {
      const address = nameServers[name];
      return address && name.endsWith(`.${zone}`) ? [`${name}. ${nsTtlSeconds} A ${address}`] : [];
    }),
    `_loaded 1 TXT "${serial}"`,
    ...lines,
    "",
  ].join("\n");
}

/** A record set as lines. */
export function linesOf({ name, type, ttlSeconds = 300, values }: RecordSet): string[] {
  return values.map((value) => {
    const written = type === "TXT" ? textStrings(value).map(quoted).join(" ") : value;
    return `${name}. ${ttlSeconds} ${type} ${written}`;
  });
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}
