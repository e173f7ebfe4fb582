import { AS_IT_IS, type ExportedModule, exported } from "@groundplan/core/exported";
import { NAME_RULES } from "@groundplan/core/naming";
import { CertbotDns } from "./certbot-dns.ts";
import { challengeNames } from "./challenge-names.ts";

/** Names as Route 53 compares them: what the construct would bring into this form must be in it. */
const DOMAIN = /^(_?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;
const NAME = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

const LETTERS = [..."abcdefghij"];

/** The identity of a Google machine that proves names of one zone. */
export const EXPORTED: readonly ExportedModule[] = [
  exported({
    name: "certbot-dns",
    cloud: "aws",
    summary:
      "A role with which a Google machine, without a key, answers DNS-01 challenges for named names of one Route 53 zone.",
    construct: CertbotDns,
    props: { folder: "modules/aws/certbot-dns", name: "CertbotDnsProps" },
    fixed: { stage: "prod" },
    variables: {
      name: {
        samples: LETTERS.map((letter) => `acme-prod-certbot-${letter}`),
        pattern: NAME_RULES["iam-role"].pattern,
      },
      "zones.main.zoneId": {
        name: "zone_id",
        samples: LETTERS.map((letter) => `Z0123456789${letter.toUpperCase()}`),
        pattern: /^Z[A-Z0-9]{1,31}$/,
      },
      "zones.main.domain": {
        name: "domain",
        samples: LETTERS.map((letter) => `shop-${letter}.example.com`),
        pattern: DOMAIN,
        reckoned: [AS_IT_IS],
      },
      "zones.main.names": {
        name: "names",
        samples: LETTERS.map(namesOf),
        pattern: NAME,
        rule: "be lower-case domain names without a final dot, with * only as the whole first label",
        unchecked: ["lie in the zone `domain`: their challenges are answered there alone"],
        reckoned: [{ of: challengeNames, terraform: challengesOf }],
      },
      "caller.google.serviceAccountUniqueId": {
        name: "service_account_unique_id",
        samples: LETTERS.map((_, digit) => `10000000000000000000${digit}`),
        pattern: /^\d{15,30}$/,
      },
      "caller.google.audience": {
        name: "audience",
        samples: LETTERS.map((letter) => `certbot.${letter}.acme`),
        pattern: /^[A-Za-z0-9._:/-]{4,255}$/,
      },
      "caller.google.maxSessionSeconds": {
        name: "max_session_seconds",
        default: 3600,
        samples: [3600, 43_200],
      },
    },
    outputs: ({ role }) => ({
      role_arn: { value: role.arn, description: "ARN of the role that the machine assumes." },
    }),
  }),
];

/** Names of one zone: one, many, out of order, and such that share a challenge. */
function namesOf(letter: string, place: number): readonly string[] {
  const domain = `shop-${letter}.example.com`;
  const some = ["www", "api", "*.api", "a-b.c"]
    .slice(0, place % 5)
    .map((each) => `${each}.${domain}`);
  return [`*.${domain}`, ...some, domain];
}

/** The same as `challengeNames`, for names that are in their form already. */
function challengesOf(names: string): string {
  return `sort(distinct([for name in ${names} : "_acme-challenge.\${trimprefix(name, "*.")}"]))`;
}
