/** Who makes the resources of a measured stack. */
export type Maker = "rehearsal" | "real" | "none";

/** Where the real provider is sent. */
export interface RealCloud {
  /** Address of moto. */
  readonly url: string;
  /** Version of the provider that the machine has. */
  readonly version: string;
}

/** What a stack is made for. */
export interface StackOptions {
  readonly resources: number;
  /** Marker of the rehearsal, for its provider blocks. */
  readonly marker?: Readonly<Record<string, string>>;
  readonly real?: RealCloud;
}

/** Services of AWS that the stack speaks to. */
const SERVICES = ["ec2", "iam", "sqs", "sts"] as const;

/** A stack of so many AWS resources, a fifth of each of five types. */
export function awsStack({ resources, marker, real }: StackOptions): object {
  const version = real?.version ?? "6.25.0";
  const block = real ? settingsOf(real) : { region: "eu-west-1", ...marker };
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws", version } } },
    provider: { aws: [block] },
    resource: {
      aws_vpc: many(resources, (at) => ({
        cidr_block: `10.${at % 250}.0.0/16`,
        tags: { Name: `v${at}` },
      })),
      aws_subnet: many(resources, (at) => ({
        vpc_id: `\${aws_vpc.r${at}.id}`,
        cidr_block: `10.${at % 250}.1.0/24`,
      })),
      aws_security_group: many(resources, (at) => ({
        name: `g${at}`,
        vpc_id: `\${aws_vpc.r${at}.id}`,
      })),
      aws_iam_role: many(resources, (at) => ({ name: `r${at}`, assume_role_policy: TRUST })),
      aws_sqs_queue: many(resources, (at) => ({ name: `q${at}` })),
    },
  };
}

/** The same number of resources that need no provider. */
export function plainStack(resources: number): object {
  const data = Object.fromEntries(
    Array.from({ length: resources }, (_none, at) => [`r${at}`, { input: `v${at}` }]),
  );
  return { resource: { terraform_data: data } };
}

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: "ecs-tasks.amazonaws.com" },
    },
  ],
});

function many<T>(resources: number, make: (at: number) => T): Record<string, T> {
  return Object.fromEntries(
    Array.from({ length: resources / 5 }, (_none, at) => [`r${at}`, make(at)]),
  );
}

function settingsOf({ url }: RealCloud): object {
  return {
    region: "eu-west-1",
    access_key: "testing",
    secret_key: "testing",
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_requesting_account_id: true,
    skip_region_validation: true,
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, url]))],
  };
}
