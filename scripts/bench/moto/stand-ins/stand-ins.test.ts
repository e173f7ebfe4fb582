import { describe, expect, it } from "vitest";
import { buckets } from "./buckets.ts";
import { budgets } from "./budgets.ts";
import { type Answer, json, type StandIn } from "./call.ts";
import { chat } from "./chat.ts";
import { functions } from "./functions.ts";
import { queues } from "./queues.ts";
import { scaling } from "./scaling.ts";
import { services } from "./services.ts";
import { ask, MOTO, said } from "./testing/ask.ts";

it.each([
  ["policy", 404, "<Error><Code>NoSuchBucketPolicy</Code></Error>"],
  ["lifecycle", 404, "<Error><Code>NoSuchLifecycleConfiguration</Code></Error>"],
  ["logging", 200, "<BucketLoggingStatus/>"],
])("a bucket's %s is given back as it was put, until it is deleted", async (kind, status, text) => {
  const standIn = buckets();
  const of = (bucket: string, method: string, say = "") =>
    ask(standIn, { path: `/${bucket}?${kind}`, method, say });
  expect(await of("acme", "GET")).toEqual({ status, text });
  await of("acme", "PUT", "<Prefix></Prefix>");
  expect(await of("acme", "GET")).toEqual({ status: 200, text: "<Prefix></Prefix>" });
  expect(await of("other", "GET")).toEqual({ status, text });
  expect(await of("acme", "DELETE")).toEqual({ status: 204, text: "" });
  expect(await of("acme", "GET")).toEqual({ status, text });
});

it("other calls of a bucket are left to moto", async () => {
  expect(await ask(buckets(), { path: "/acme?acl", method: "GET" })).toBeUndefined();
});

describe("a budget", () => {
  const call = (standIn: StandIn, name: string, say: object) =>
    ask(standIn, { operation: `AWSBudgetServiceGateway.${name}`, say });
  const at = (Threshold: number) => ({
    AccountId: "1",
    BudgetName: "acme",
    Notification: { NotificationType: "ACTUAL", ComparisonOperator: "GREATER_THAN", Threshold },
  });

  it("tells who hears of each notification", async () => {
    const standIn = budgets();
    const Subscribers = [{ SubscriptionType: "SNS", Address: "arn:aws:sns:eu-west-1:1:topic" }];
    await call(standIn, "CreateNotification", { ...at(80), Subscribers });
    const told = (threshold: number) =>
      call(standIn, "DescribeSubscribersForNotification", at(threshold));
    expect(await told(80)).toEqual(said({ Subscribers }));
    expect(await told(100)).toEqual(said({}));
  });

  it("tells its tags, and is else left to moto", async () => {
    const standIn = budgets();
    const ResourceTags = [{ Key: "App", Value: "music" }];
    const budget = { AccountId: "1", Budget: { BudgetName: "acme" }, ResourceTags };
    expect(await call(standIn, "CreateBudget", budget)).toBeUndefined();
    const ResourceARN = "arn:aws:budgets::1:budget/acme";
    expect(await call(standIn, "ListTagsForResource", { ResourceARN })).toEqual(
      said({ ResourceTags }),
    );
    expect(await call(standIn, "DescribeBudget", {})).toBeUndefined();
    expect(await ask(standIn, { operation: "AmazonSQS.ListTagsForResource" })).toBeUndefined();
  });
});

it("a Slack channel is there from when it is made until it is deleted", async () => {
  const standIn = chat();
  const ChatConfigurationArn =
    "arn:aws:chatbot::123456789012:chat-configuration/slack-channel/acme";
  const call = (path: string, say: object) => ask(standIn, { path, say });
  const all = () => call("/describe-slack-channel-configurations", { ChatConfigurationArn });
  expect(await all()).toEqual(said({ SlackChannelConfigurations: [] }));
  const made = await call("/create-slack-channel-configuration", {
    ConfigurationName: "acme",
    Tags: [],
  });
  const channel = {
    ConfigurationName: "acme",
    Tags: [],
    SlackTeamName: "acme",
    SlackChannelName: "alerts",
    ChatConfigurationArn,
    State: "ENABLED",
  };
  expect(made).toEqual(said({ ChannelConfiguration: channel }, 201));
  expect(await all()).toEqual(said({ SlackChannelConfigurations: [channel] }));
  await call("/delete-slack-channel-configuration", { ChatConfigurationArn });
  expect(await all()).toEqual(said({ SlackChannelConfigurations: [] }));
  expect(await call("/update-slack-channel-configuration", {})).toBeUndefined();
});

describe("a queue", () => {
  const policy = '{"redrivePermission":"denyAll"}';
  const call = (standIn: StandIn, name: string, say: object, moto?: Answer) =>
    ask(standIn, { operation: `AmazonSQS.${name}`, say: { QueueUrl: "a", ...say } }, moto);
  const put = (standIn: StandIn, Attributes: object) =>
    call(standIn, "SetQueueAttributes", { Attributes });
  const get = (standIn: StandIn, name: string) =>
    call(standIn, "GetQueueAttributes", { AttributeNames: [name] });

  it("tells its documents as they were put, alone and among all that moto tells", async () => {
    const standIn = queues();
    expect(await put(standIn, { RedriveAllowPolicy: policy })).toEqual(said({}));
    expect(await put(standIn, { Policy: "{}" })).toEqual(said({}));
    expect(await get(standIn, "RedriveAllowPolicy")).toEqual(
      said({ Attributes: { RedriveAllowPolicy: policy } }),
    );
    expect(await get(standIn, "All")).toEqual(
      said({ Attributes: { DelaySeconds: "0", RedriveAllowPolicy: policy, Policy: "{}" } }),
    );
  });

  it("knows those that it was made with, and none of moto's own spaces", async () => {
    const standIn = queues();
    const made = json({ QueueUrl: "a" });
    await call(standIn, "CreateQueue", { Attributes: { RedrivePolicy: policy } }, made);
    const spaced = json({ Attributes: { RedrivePolicy: '{"redrivePermission": "denyAll"}' } });
    expect(await call(standIn, "GetQueueAttributes", { AttributeNames: ["All"] }, spaced)).toEqual(
      said({ Attributes: { RedrivePolicy: policy } }),
    );
  });

  it("tells them no longer once they are empty, or the queue is gone", async () => {
    const standIn = queues();
    await put(standIn, { Policy: "{}" });
    await put(standIn, { Policy: "" });
    expect(await get(standIn, "Policy")).toEqual(said({ Attributes: {} }));
    await put(standIn, { Policy: "{}" });
    await call(standIn, "DeleteQueue", {});
    expect(await get(standIn, "Policy")).toEqual(said({ Attributes: {} }));
  });

  it("is else moto's: other attributes, and that it is not there", async () => {
    const standIn = queues();
    const moto = { status: MOTO.status, text: `${MOTO.body}` };
    expect(await put(standIn, { DelaySeconds: "0", Policy: "{}" })).toEqual(moto);
    expect(await get(standIn, "DelaySeconds")).toEqual(moto);
    const gone = json({ __type: "QueueDoesNotExist" }, 400);
    const asked = await call(standIn, "GetQueueAttributes", { AttributeNames: ["All"] }, gone);
    expect(asked).toMatchObject({ status: 400 });
    expect(await call(standIn, "ListQueues", {})).toBeUndefined();
  });
});

describe("a service of ECS", () => {
  const call = (standIn: StandIn, name: string, say: object, moto: object, status = 200) =>
    ask(
      standIn,
      { operation: `AmazonEC2ContainerServiceV20141113.${name}`, say },
      json(moto, status),
    );

  it("tells on which capacity providers it runs, and whether it rebalances zones", async () => {
    const standIn = services();
    const wish = {
      capacityProviderStrategy: [{ base: 0 }],
      availabilityZoneRebalancing: "DISABLED",
    };
    const [told, other] = [{ serviceArn: "a", status: "ACTIVE" }, { serviceArn: "b" }];
    const made = { ...told, ...wish };
    const say = { ...wish, serviceName: "web" };
    const created = await call(standIn, "CreateService", say, { service: told });
    expect(JSON.parse(created!.text)).toEqual({ service: made });
    await call(standIn, "CreateService", {}, { service: other });
    const answer = { services: [told, other], failures: [] };
    const described = await call(standIn, "DescribeServices", {}, answer);
    expect(JSON.parse(described!.text)).toEqual({ services: [made, other], failures: [] });
  });

  it("is else moto's, and so is a refusal", async () => {
    const refused = await call(services(), "DescribeServices", {}, { __type: "No" }, 400);
    expect(refused).toEqual(said({ __type: "No" }, 400));
    expect(await call(services(), "ListServices", {}, {})).toBeUndefined();
  });
});

describe("a function of Lambda", () => {
  const told = { Configuration: { FunctionName: "smoke" }, Code: {} };
  const LoggingConfig = { LogFormat: "JSON" };
  const get = (standIn: StandIn, name: string) =>
    ask(standIn, { path: `/2015-03-31/functions/${name}`, method: "GET" }, json(told));

  it("tells where it logs to, as it was put", async () => {
    const standIn = functions();
    const say = { FunctionName: "smoke", LoggingConfig };
    await ask(standIn, { path: "/2015-03-31/functions", say });
    expect(await get(standIn, "smoke")).toEqual(
      said({ Configuration: { FunctionName: "smoke", LoggingConfig }, Code: {} }),
    );
  });

  it("is moto's where nothing was said of it", async () => {
    expect(await get(functions(), "other")).toBeUndefined();
  });
});

it("a target of scaling has no tags", async () => {
  const operation = "AnyScaleFrontendService.ListTagsForResource";
  expect(await ask(scaling(), { operation })).toEqual(said({ Tags: {} }));
  expect(await ask(scaling(), { operation: "AnyScaleFrontendService.Other" })).toBeUndefined();
});
