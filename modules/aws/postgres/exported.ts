import { AS_IT_IS, type ExportedModule, exported } from "@groundplan/core/exported";
import { NAME_RULES } from "@groundplan/core/naming";
import { KEY_ARN } from "../account/index.ts";
import { networkOfValues } from "../vpc/exported-network.ts";
import { DEFAULTS } from "./defaults.ts";
import { Postgres } from "./postgres.ts";

/** Machines of general use and of much memory, as large as most need: any other is this list's to grow. */
const MACHINES = [
  "db.t4g.medium",
  "db.t4g.large",
  ...["m7g", "r7g"].flatMap((kind) =>
    ["large", "xlarge", "2xlarge", "4xlarge"].map((size) => `db.${kind}.${size}`),
  ),
];

/** How far a disk grows by itself, as `resolveStorage` has it for these sizes in prod. */
const GROWN = DEFAULTS.maxGib.prod;

/** The server of prod. */
export const EXPORTED: readonly ExportedModule[] = [
  exported({
    name: "postgres",
    cloud: "aws",
    summary:
      "A PostgreSQL server in RDS that no plan destroys: reached inside the network alone, by TLS, logged into by IAM.",
    construct: Postgres,
    props: {
      folder: "modules/aws/postgres",
      name: "PostgresProps",
      others: ["modules/aws/database"],
    },
    objects: { network: networkOfValues({ atLeast: 2 }) },
    fixed: { stage: "prod" },
    variables: {
      name: {
        samples: [..."abcdefghij"].map((letter) => `acme-prod-${letter}`),
        pattern: NAME_RULES["db-instance"].pattern,
      },
      "network.vpcId": { name: "vpc_id", samples: ["vpc-0a", "vpc-0b"] },
      "network.subnetIds": {
        name: "subnet_ids",
        samples: [
          ["subnet-0a", "subnet-0b"],
          ["subnet-0c", "subnet-0d", "subnet-0e"],
        ],
      },
      // These two go through their samples together: a version, and the one that is upgraded from.
      version: {
        name: "postgres_version",
        samples: [17, 15, 16, 14],
        reckoned: [{ of: (version: number) => `${version}`, terraform: (it) => `tostring(${it})` }],
      },
      "changes.upgradingFrom": {
        name: "upgrading_from",
        default: null,
        samples: [null, 14, 15, null],
        unchecked: ["be less than `postgres_version`"],
        reckoned: [
          { of: (from?: number) => from !== undefined, terraform: (it) => `${it} != null` },
        ],
      },
      instanceClass: { default: "db.m7g.large", samples: MACHINES, reckoned: [AS_IT_IS] },
      "storage.gib": {
        name: "storage_gib",
        default: 100,
        samples: [100, 20, 50, 200, 300, 500, 1000, 2000, 4000, 8000],
        reckoned: [
          AS_IT_IS,
          {
            of: (gib: number) => Math.max(GROWN, gib * 4),
            terraform: (gib) => `max(${GROWN}, ${gib} * 4)`,
          },
        ],
      },
      multiAz: { default: true, samples: [true, false] },
      database: { default: "app", samples: ["app", "shop"], pattern: /^[a-z_][a-z0-9_]{0,62}$/ },
      "backups.days": {
        name: "backup_days",
        default: 14,
        samples: Array.from({ length: 29 }, (_, day) => 7 + day),
        reckoned: [AS_IT_IS],
      },
      encryptionKeyArn: {
        default: null,
        samples: ["a", "b"].map((key) => `arn:aws:kms:eu-west-1:111122223333:key/${key}`),
        pattern: KEY_ARN,
      },
    },
    outputs: ({ address, port, resourceId, securityGroup, masterSecretArn }) => ({
      address: { value: address, description: "Host name of the server." },
      port: { value: String(port), description: "Port of the server." },
      resource_id: {
        value: resourceId,
        description: "What IAM calls the server, in rights to log in.",
      },
      security_group_id: {
        value: securityGroup.id,
        description:
          "The server's security group, which lets nobody in: add rules for those who may.",
      },
      master_secret_arn: {
        value: masterSecretArn!,
        description: "ARN of the secret in which RDS keeps the master's password.",
      },
    }),
  }),
];
