import { signs } from "../apply/seed.ts";

/**
 * How many rules of a security group a prefix list of AWS's own counts as, by the end of its name
 * (Amazon VPC, "AWS-managed prefix lists": weight).
 */
const WEIGHTS: Readonly<Record<string, number>> = {
  "global.cloudfront.origin-facing": 55,
  "route53-healthchecks": 25,
  "vpc-lattice": 10,
  s3express: 6,
  "global.groundstation": 5,
  "ec2-instance-connect": 2,
  s3: 1,
  dynamodb: 1,
};

/** The id of AWS's own prefix list of a name: always the same in a region. */
export function prefixListId(region: string, name: string): string {
  return `pl-${signs(`${region}/${name}`, "hex", 8)}`;
}

/** How many rules the list of that name counts as; nothing for a list that is not AWS's own. */
export function weightByName(name: string): number | undefined {
  if (!name.startsWith("com.amazonaws.")) return undefined;
  return Object.entries(WEIGHTS).find(([end]) => name.endsWith(`.${end}`))?.[1] ?? 1;
}

/** The same by id, in a region. */
export function weightById(region: string, id: string): number | undefined {
  const names = Object.keys(WEIGHTS).flatMap((end) => [
    `com.amazonaws.${end}`,
    `com.amazonaws.${region}.${end}`,
  ]);
  const name = names.find((each) => prefixListId(region, each) === id);
  return name === undefined ? undefined : weightByName(name);
}
