import { describe, expect, it } from "vitest";
import { encodeValue } from "../cty/codec.ts";
import type { Fields } from "../cty/value.ts";
import type { Request } from "../protocol/messages.ts";
import { Refusal } from "../protocol/refusal.ts";
import { providerSchema } from "../schema/answer.ts";
import { typeOfBlock } from "../schema/type-of.ts";
import { MemoryStore } from "../store/memory.ts";
import { oneCloud } from "../store/store.ts";
import { library } from "../testing/world.ts";
import { Provider } from "./calls.ts";

const PEER = "127.0.0.1:1";
const aws = library("aws");

const started = () =>
  new Provider(aws, { resources: ["aws_vpc"], data: [] }, oneCloud(new MemoryStore()));
const request = (fields: Partial<Request>) => fields as Request;
const block = (config: Fields) => {
  const type = typeOfBlock(providerSchema(aws).block);
  return { config: { msgpack: encodeValue(config, type) } };
};

/** What a call is refused with. */
function refusal(call: () => unknown): { summary: string; detail?: string } {
  try {
    call();
  } catch (error) {
    if (error instanceof Refusal) return error.diagnostic;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("the calls of a provider", () => {
  it("refuse a state of a newer provider, with the way out", () => {
    const { UpgradeResourceState } = started().calls();
    const raw_state = { json: Buffer.from("{}") };
    const newer = request({ type_name: "aws_vpc", version: 9, raw_state });
    expect(refusal(() => UpgradeResourceState!(newer, PEER))).toMatchObject({
      summary: "the state of this aws_vpc comes from a newer provider",
      detail:
        "It has schema version 9; provider 6.25.0 knows 1 at most. Use the provider version that wrote it, or later.",
    });
  });

  it("refuse to move a resource to another type", () => {
    const { MoveResourceState } = started().calls();
    const move = request({ source_type_name: "aws_vpc", target_type_name: "aws_subnet" });
    expect(refusal(() => MoveResourceState!(move, PEER)).summary).toBe(
      "aws_vpc cannot be moved to aws_subnet",
    );
  });

  it("refuse a type that the data does not know", () => {
    const { ReadResource } = started().calls();
    const read = request({ type_name: "aws_moon", current_state: { msgpack: new Uint8Array() } });
    expect(refusal(() => ReadResource!(read, PEER)).summary).toBe(
      "registry.terraform.io/hashicorp/aws 6.25.0 has no resource type aws_moon",
    );
  });

  it("refuse to work for a connection that was not configured, or whose end was heard", () => {
    const provider = started();
    const { ConfigureProvider, ImportResourceState } = provider.calls();
    const wanted = request({ type_name: "aws_vpc", id: "vpc-1" });
    const notConfigured = "the rehearsal provider is not configured";
    expect(refusal(() => ImportResourceState!(wanted, PEER)).summary).toBe(notConfigured);
    ConfigureProvider!(request(block({ rehearsal: "dev-app" })), PEER);
    expect(ImportResourceState!(wanted, PEER)).toHaveProperty("imported_resources");
    provider.forget(PEER);
    expect(refusal(() => ImportResourceState!(wanted, PEER)).summary).toBe(notConfigured);
  });
});
