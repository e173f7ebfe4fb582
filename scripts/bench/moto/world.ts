import { type Launched, launch } from "../../rehearsal/learn/provider/launch.ts";
import { rehearsalMarker, startProvider, typesInUse } from "../../rehearsal/provider/index.ts";
import { MemoryStore } from "../../rehearsal/provider/store/memory.ts";
import { oneCloud } from "../../rehearsal/provider/store/store.ts";
import { startMoto } from "../../state/testing/servers.ts";
import type { Estate } from "./estate.ts";
import { startFront } from "./front.ts";

/** One world in which an estate is deployed: its provider and its cloud are up. */
export interface World {
  /** What the provider block has besides region and account. */
  readonly block: object;
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** What moto does when it is told to: AWS's own policies, certificates that are issued at once. */
const MOTO_SETTINGS = { MOTO_IAM_LOAD_MANAGED_POLICIES: "true", MOTO_ACM_VALIDATION_WAIT: "0" };

/**
 * A real AWS provider on moto. It is started once, because it takes seconds to start and Terraform would
 * start it at each command.
 *
 * @param binary its program
 * @param folder where its socket lies
 */
export async function realWorld(binary: string, folder: string, estate: Estate): Promise<World> {
  const moto = await startMoto(MOTO_SETTINGS);
  const front = await startFront(moto.url);
  for (const name of writtenByHand(estate)) await writeParameter(name, estate, moto.url);
  const called = { ...moto.env, AWS_ENDPOINT_URL: front.url };
  const provider = await launch(binary, { HOME: folder, TMPDIR: folder, ...called });
  return {
    // A call that moto does not know fails each time that it is repeated: usually 25 times, ever later.
    block: { s3_use_path_style: true, max_retries: 3 },
    env: { TF_CLI_CONFIG_FILE: "/dev/null", TF_REATTACH_PROVIDERS: reattached(provider) },
    stop: async () => {
      provider.stop();
      await provider.ended;
      await front.stop();
      await moto.stop();
    },
  };
}

function reattached({ protocol, target }: Launched): string {
  const [network, address] = target.startsWith("unix:")
    ? ["unix", target.slice("unix:".length)]
    : ["tcp", target];
  const provider = {
    Protocol: "grpc",
    ProtocolVersion: protocol,
    Pid: process.pid,
    Test: true,
    Addr: { Network: network, String: address },
  };
  return JSON.stringify({ "registry.terraform.io/hashicorp/aws": provider });
}

/** Names of the parameters that stacks read and people write. */
function writtenByHand({ modules }: Estate): string[] {
  const read = Object.values(modules).flatMap(({ data }) =>
    Object.values(data?.["aws_ssm_parameter"] ?? {}),
  );
  return read.map(({ name }) => `${name}`);
}

/** Writes a parameter, as people do. */
async function writeParameter(name: string, { region }: Estate, moto: string): Promise<void> {
  const scope = `testing/20260101/${region}/ssm/aws4_request`;
  const response = await fetch(moto, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}`,
      "x-amz-target": "AmazonSSM.PutParameter",
    },
    body: JSON.stringify({ Name: name, Type: "String", Value: "https://example.org/by-hand" }),
  });
  if (!response.ok) throw new Error(`${name} was not written: ${await response.text()}`);
}

/** The rehearsal, in this process. */
export async function rehearsedWorld(estate: Estate): Promise<World> {
  const types = typesInUse(Object.values(estate.modules).map((config) => ({ config })));
  const byHand = new Set(writtenByHand(estate));
  const isDeclared = (_stack: string, id: string) => byHand.has(id);
  const clouds = { ...oneCloud(new MemoryStore()), isDeclared };
  const provider = await startProvider({ types, clouds });
  return {
    block: rehearsalMarker("moto"),
    env: { TF_CLI_CONFIG_FILE: "/dev/null", TF_REATTACH_PROVIDERS: provider.reattach },
    stop: () => provider.close(),
  };
}
