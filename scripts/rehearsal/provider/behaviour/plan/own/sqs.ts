import { textOf } from "../../../cty/value.ts";
import type { Own } from "./own.ts";

/** How long a data key is used again: the queue has such a time only with a key of its own. */
const REUSE = "kms_data_key_reuse_period_seconds";

/** Rewritten as JSON before they are compared, and then compared as texts. */
const REDRIVES = ["redrive_policy", "redrive_allow_policy"];

/**
 * A queue that the service encrypts with its own key, or that is not encrypted, has no time for data
 * keys, whatever is written. What the cloud tells of its redrive policies in other order is a change.
 *
 * Source: terraform-provider-aws, internal/service/sqs/queue.go, schema and CustomizeDiff.
 */
export const queue: Own = {
  isSame(name, { old, next }, { proposed }) {
    if (REDRIVES.includes(name)) return old === next;
    if (name !== REUSE) return undefined;
    const isManaged = proposed["sqs_managed_sse_enabled"] === true;
    return (!isManaged && textOf(proposed["kms_master_key_id"]) === "") || undefined;
  },
  plan(planned, { prior, proposed }) {
    if (proposed["sqs_managed_sse_enabled"] !== true) return planned;
    return { ...planned, [REUSE]: prior ? (prior[REUSE] ?? null) : 0 };
  },
};
