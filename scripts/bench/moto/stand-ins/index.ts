import { buckets } from "./buckets.ts";
import { budgets } from "./budgets.ts";
import type { StandIn } from "./call.ts";
import { chat } from "./chat.ts";
import { functions } from "./functions.ts";
import { listeners } from "./listeners.ts";
import { queues } from "./queues.ts";
import { scaling } from "./scaling.ts";
import { services } from "./services.ts";
import { trustStores } from "./trust-stores.ts";

/** All stand-ins; each remembers what it was told since it was made. */
export const STAND_INS: readonly (() => StandIn)[] = [
  ...[buckets, budgets, chat, functions, listeners],
  ...[queues, scaling, services, trustStores],
];
