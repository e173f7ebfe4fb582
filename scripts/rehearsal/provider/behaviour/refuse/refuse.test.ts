import { beforeEach, describe, expect, it } from "vitest";
import type { Fields } from "../../cty/value.ts";
import { Leftovers } from "../../store/leftovers.ts";
import { oneCloud, type Thing } from "../../store/store.ts";
import { typeOf, World } from "../../testing/world.ts";
import { carryOut } from "../apply/carry-out.ts";

const REFUSED = "The rehearsal cloud refused it; nothing of this thing was changed.";
const GONE = "0123456789abcdef0";

let world: World;
beforeEach(() => {
  world = new World("aws");
});

/** Makes a thing, as Terraform would. */
function make(type: string, config: Fields, elsewhere: string[] = [], at = world): Thing {
  return does(type, at.plan(type, config).planned, undefined, elsewhere, at)!;
}

function does(
  type: string,
  planned: Fields | undefined,
  thing: Thing | undefined,
  elsewhere: string[] = [],
  at = world,
): Thing | undefined {
  const clouds = oneCloud(world.store);
  const deed = {
    type: typeOf(type),
    connection: at.connection,
    prior: thing?.object,
    planned,
    thing: thing?.handle,
  };
  return carryOut(deed, { clouds, leftovers: new Leftovers(), elsewhere: new Set(elsewhere) });
}

const lose = (thing: Thing) => () => does(thing.type, undefined, thing);
const vpc = (cidr = "10.0.0.0/16") => make("aws_vpc", { cidr_block: cidr });
const subnet = (of: Thing, cidr: string) =>
  make("aws_subnet", { vpc_id: of.object["id"]!, cidr_block: cidr });
const role = (name: string) =>
  make("aws_iam_role", { name, assume_role_policy: "{}" }).object["name"]!;

describe("a reference to what is not there", () => {
  it.each<[string, Fields, string]>([
    [
      "aws_subnet",
      { vpc_id: `vpc-${GONE}`, cidr_block: "10.0.0.0/24" },
      `creating aws_subnet: InvalidVpcID.NotFound: The vpc ID 'vpc-${GONE}' does not exist`,
    ],
    [
      "aws_lb",
      { name: "web", subnets: [`subnet-${GONE}`] },
      `creating aws_lb: InvalidSubnetID.NotFound: The subnet ID 'subnet-${GONE}' does not exist`,
    ],
    [
      "aws_instance",
      { vpc_security_group_ids: [`sg-${GONE}`] },
      `creating aws_instance: InvalidGroup.NotFound: The security group 'sg-${GONE}' does not exist`,
    ],
    [
      "aws_cloudwatch_log_group",
      {
        name: "app",
        kms_key_id: "arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-4cde-a012-0123456789ab",
      },
      "creating aws_cloudwatch_log_group: NotFoundException: Key 'arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-4cde-a012-0123456789ab' does not exist",
    ],
    [
      "aws_iam_role_policy",
      { role: "api", policy: "{}" },
      "creating aws_iam_role_policy: NoSuchEntity: The role with name api cannot be found.",
    ],
    [
      "aws_route53_record",
      { zone_id: "Z0123456789ABCDEFGHIJ", name: "a", type: "A" },
      "creating aws_route53_record: NoSuchHostedZone: No hosted zone found with ID: Z0123456789ABCDEFGHIJ",
    ],
    [
      "aws_s3_bucket_versioning",
      { bucket: "files", versioning_configuration: [{ status: "Enabled" }] },
      "creating aws_s3_bucket_versioning: NoSuchBucket: The specified bucket does not exist",
    ],
  ])("is refused in AWS's words: %s", (type, config, message) => {
    expect(() => make(type, config)).toThrow(message);
  });

  it("is refused in the words of Google and Cloudflare", () => {
    const google = new World("google");
    const member = { bucket: "dumps", role: "roles/storage.objectUser", member: "user:a@b.c" };
    expect(() => make("google_storage_bucket_iam_member", member, [], google)).toThrow(
      "creating google_storage_bucket_iam_member: Error 404: The specified bucket does not exist., notFound",
    );
    const cloudflare = new World("cloudflare");
    const record = { zone_id: "abc", name: "a", type: "A", ttl: 1 };
    expect(() => make("cloudflare_dns_record", record, [], cloudflare)).toThrow(
      "creating cloudflare_dns_record: 7003: Could not route to /client/v4/zones/abc, perhaps your object identifier is invalid?",
    );
  });

  it("is taken where it is there, where the VPC made it, or where a data source told of it", () => {
    const network = vpc();
    expect(subnet(network, "10.0.0.0/24").object["vpc_id"]).toBe(network.object["id"]);
    const group = network.object["default_security_group_id"]!;
    expect(() => make("aws_instance", { vpc_security_group_ids: [group] })).not.toThrow();
    const elsewhere = `vpc-${GONE}`;
    const config = { vpc_id: elsewhere, cidr_block: "10.1.0.0/24" };
    expect(make("aws_subnet", config, [elsewhere]).object["vpc_id"]).toBe(elsewhere);
  });

  it("leaves nothing behind, and says that the cloud refused", () => {
    const config = { vpc_id: `vpc-${GONE}`, cidr_block: "10.0.0.0/24" };
    expect(() => make("aws_subnet", config)).toThrow(
      expect.objectContaining({
        diagnostic: expect.objectContaining({ detail: expect.stringContaining(REFUSED) }),
      }),
    );
    expect([...world.store.all()]).toEqual([]);
  });
});

describe("a name that is taken", () => {
  it("is refused in its scope: a bucket's in the world, a role's in the account", () => {
    const other = new World("aws", { allowed_account_ids: ["444455556666"] });
    make("aws_s3_bucket", { bucket: "files" });
    expect(() => make("aws_s3_bucket", { bucket: "files" }, [], other)).toThrow(
      /^creating aws_s3_bucket \(files\): BucketAlreadyExists: The requested bucket name is not/,
    );
    role("api");
    expect(() => role("api")).toThrow(
      "creating aws_iam_role (api): EntityAlreadyExists: Role with name api already exists.",
    );
    const config = { name: "api", assume_role_policy: "{}" };
    expect(() => make("aws_iam_role", config, [], other)).not.toThrow();
  });

  it("is free again when the thing is gone", () => {
    const first = make("aws_ecr_repository", { name: "app" });
    expect(() => make("aws_ecr_repository", { name: "app" })).toThrow(
      "creating aws_ecr_repository (app): RepositoryAlreadyExistsException: The repository with name 'app' already exists in the registry with id '111122223333'",
    );
    lose(first)();
    expect(() => make("aws_ecr_repository", { name: "app" })).not.toThrow();
  });
});

describe("a range", () => {
  it("must lie inside of its VPC, and over no other", () => {
    const network = vpc();
    subnet(network, "10.0.0.0/20");
    expect(() => subnet(network, "10.1.0.0/24")).toThrow(
      "creating aws_subnet: InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid.",
    );
    expect(() => subnet(network, "10.0.15.0/24")).toThrow(
      "creating aws_subnet: InvalidSubnet.Conflict: The CIDR '10.0.15.0/24' conflicts with another subnet",
    );
    expect(() => subnet(network, "10.0.16.0/24")).not.toThrow();
    expect(() => subnet(vpc(), "10.0.0.0/20")).not.toThrow();
  });
});

describe("deleting", () => {
  it("is refused while something still needs it", () => {
    const network = vpc();
    const inside = subnet(network, "10.0.0.0/24");
    expect(lose(network)).toThrow(
      `deleting aws_vpc (${network.object["id"]}): DependencyViolation: The vpc '${network.object["id"]}' has dependencies and cannot be deleted.`,
    );
    lose(inside)();
    expect(lose(network)).not.toThrow();
  });

  it("is refused in Cloudflare's words: a pool that visitors get, a token that a policy names", () => {
    world = new World("cloudflare");
    const made = (type: string, config: Fields) =>
      make(`cloudflare_${type}`, { account_id: "a", name: "a", ...config });
    const pool = made("load_balancer_pool", { origins: [{ name: "a", address: "203.0.113.7" }] });
    const token = made("zero_trust_access_service_token", {});
    const id = (thing: Thing) => `${thing.object["id"]}`;
    const zone = make("cloudflare_zone", { name: "example.com", account: { id: "a" } });
    const pools = { default_pools: [id(pool)], fallback_pool: id(pool) };
    make("cloudflare_load_balancer", { zone_id: id(zone), name: "api.example.com", ...pools });
    const include = [{ service_token: { token_id: id(token) } }];
    made("zero_trust_access_policy", { decision: "non_identity", include });
    expect(lose(pool)).toThrow(
      `deleting cloudflare_load_balancer_pool (${id(pool)}): 1005: This object is referenced by other objects, delete them first.`,
    );
    expect(lose(token)).toThrow(
      `deleting cloudflare_zero_trust_access_service_token (${id(token)}): 12139: access.api.error.service_token_in_use: cannot delete service token`,
    );
  });

  it("is refused for what is protected, as it stands in the cloud", () => {
    const balancer = make("aws_lb", { name: "web", enable_deletion_protection: true });
    const said = `deleting aws_lb (${balancer.object["id"]}): OperationNotPermitted: Load balancer cannot be deleted because deletion protection is enabled`;
    expect(lose(balancer)).toThrow(said);
    const object = { ...balancer.object, enable_deletion_protection: false };
    expect(lose(world.store.update(balancer.handle, { object }))).not.toThrow();
  });

  it("is refused for a bucket that is not empty, unless it may be emptied", () => {
    const bucket = make("aws_s3_bucket", { bucket: "files" });
    make("aws_s3_object", { bucket: "files", key: "a" });
    expect(lose(bucket)).toThrow(
      "deleting aws_s3_bucket (files): BucketNotEmpty: The bucket you tried to delete is not empty",
    );
    const object = { ...bucket.object, force_destroy: true };
    expect(lose(world.store.update(bucket.handle, { object }))).not.toThrow();
  });
});

describe("a quota", () => {
  it("bites at the sixty-first rule of a security group", () => {
    const group = make("aws_security_group", { name: "web", vpc_id: vpc().object["id"]! });
    const rule = (port: number) =>
      make("aws_vpc_security_group_ingress_rule", {
        security_group_id: group.object["id"]!,
        ip_protocol: "tcp",
        from_port: port,
        to_port: port,
        cidr_ipv4: "10.0.0.0/8",
      });
    for (let port = 1; port <= 60; port++) rule(port);
    expect(() => rule(61)).toThrow(
      "creating aws_vpc_security_group_ingress_rule: RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached.",
    );
  });

  it("bites when the inline policies of a role are too long together", () => {
    const name = role("api");
    const policy = (part: string, length: number) =>
      make("aws_iam_role_policy", { name: part, role: name, policy: `"${"x".repeat(length)}"` });
    policy("a", 10_000);
    expect(() => policy("b", 300)).toThrow(
      "putting aws_iam_role_policy: LimitExceeded: Maximum policy size of 10240 bytes exceeded for role api",
    );
    expect(() => policy("c", 200)).not.toThrow();
  });

  it("bites at the eleventh cleanup policy of a repository", () => {
    const google = new World("google");
    const repository = (count: number) =>
      make(
        "google_artifact_registry_repository",
        {
          location: "europe-west1",
          repository_id: `app-${count}`,
          format: "DOCKER",
          cleanup_policies: Array.from({ length: count }, (_none, at) => ({
            id: `p${at}`,
            action: "DELETE",
            condition: [],
            most_recent_versions: [],
          })),
        },
        [],
        google,
      );
    expect(() => repository(10)).not.toThrow();
    expect(() => repository(11)).toThrow(
      "creating google_artifact_registry_repository: Error 400: a repository takes at most 10 cleanup policies, got 11",
    );
  });
});
