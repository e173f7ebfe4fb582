import { describe, expect, it } from "vitest";
import type { Answer, StandIn } from "./call.ts";
import { xml } from "./form.ts";
import { listeners } from "./listeners.ts";
import { ask } from "./testing/ask.ts";
import { trustStores } from "./trust-stores.ts";

/** Calls an action by a form, as the services do that answer in XML. */
const call = (standIn: StandIn, form: Record<string, string>, moto?: Answer) =>
  ask(standIn, { say: `${new URLSearchParams(form)}` }, moto);

it("a listener tells whose certificates it asks for, and others tell nothing", async () => {
  const standIn = listeners();
  const [asking, silent] = ["a", "b"].map((arn) => `<ListenerArn>${arn}</ListenerArn>`);
  const mutual = {
    "MutualAuthentication.Mode": "verify",
    "MutualAuthentication.TrustStoreArn": "arn:store",
  };
  await call(standIn, { Action: "CreateListener", ...mutual }, xml(asking!));
  await call(standIn, { Action: "CreateListener" }, xml(silent!));
  const told = await call(standIn, { Action: "DescribeListeners" }, xml(`${asking}${silent}`));
  const wish = "<Mode>verify</Mode><TrustStoreArn>arn:store</TrustStoreArn>";
  expect(told?.text).toBe(`${asking}<MutualAuthentication>${wish}</MutualAuthentication>${silent}`);
});

describe("a trust store", () => {
  const arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:truststore/origin/0";
  const create = (standIn: StandIn) =>
    call(standIn, {
      ...{ Action: "CreateTrustStore", Name: "origin" },
      ...{ "Tags.member.1.Key": "App", "Tags.member.1.Value": "music" },
    });
  const describeStore = (standIn: StandIn) =>
    call(standIn, { Action: "DescribeTrustStores", "TrustStoreArns.member.1": arn });

  it("is there from when it is made until it is deleted", async () => {
    const standIn = trustStores();
    expect(await describeStore(standIn)).toMatchObject({ status: 400 });
    const made = await create(standIn);
    const known = `<Name>origin</Name><TrustStoreArn>${arn}</TrustStoreArn><Status>ACTIVE</Status>`;
    const stores = `<TrustStores><member>${known}</member></TrustStores>`;
    expect(made?.text).toContain(stores);
    expect(await describeStore(standIn)).toMatchObject({
      status: 200,
      text: expect.stringContaining(stores),
    });
    await call(standIn, { Action: "DeleteTrustStore", TrustStoreArn: arn });
    expect((await describeStore(standIn))?.text).toContain("<Code>TrustStoreNotFound</Code>");
  });

  it("tells its tags; those of others are moto's to tell", async () => {
    const standIn = trustStores();
    await create(standIn);
    const tags = (of: string) =>
      call(standIn, { Action: "DescribeTags", "ResourceArns.member.1": of });
    expect((await tags(arn))?.text).toContain(
      "<Tags><member><Key>App</Key><Value>music</Value></member></Tags>",
    );
    expect(await tags("arn:balancer")).toBeUndefined();
  });
});
