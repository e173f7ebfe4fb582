import { code, type Phrase } from "../phrase.ts";
import type { Action } from "./action.ts";

/** Why something happens, in words: what Terraform and OpenTofu say by a keyword. */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_cannot_update: "cannot be changed in place",
  replace_because_tainted: "is tainted: an earlier apply failed in the middle of it",
  replace_by_request: "the replacement was requested (-replace)",
  replace_by_triggers: "something in its replace_triggered_by changes",
  delete_because_no_resource_config: "is not in the code any more",
  delete_because_wrong_repetition:
    "is repeated in another way now (count or for_each came or went)",
  delete_because_count_index: "its count became smaller",
  delete_because_each_key: "its key is not in for_each any more",
  delete_because_no_module: "its module is not in the code any more",
  delete_because_no_move_target: "it was moved to where nothing stands in the code",
  delete_because_enabled_false: "enabled is false now",
  forgot_because_lifecycle_destroy_in_state: "its state says that it is not destroyed",
  forgot_because_lifecycle_destroy_in_config: "the code says that it is not destroyed",
  read_because_config_unknown: "what it asks for is not known yet",
  read_because_dependency_pending: "it depends on something that changes",
  read_because_check_nested: "a check reads it",
};

/** The reason in words. An unknown keyword is shown as it is. */
export function reasonOf(keyword: string | undefined, action: Action): Phrase | undefined {
  // Terraform gives what is forgotten the reasons of what is destroyed.
  if (action === "forget" && !keyword?.startsWith("forgot_")) {
    return ["is taken out of the state and stays where it is"];
  }
  return keyword === undefined ? undefined : worded(REASONS, keyword);
}

/** Why a change is put off, in words. */
const DEFERRED: Readonly<Record<string, string>> = {
  instance_count_unknown: "how many there are is not known yet",
  resource_config_unknown: "its configuration is not known yet",
  provider_config_unknown: "its provider's configuration is not known yet",
  deferred_prereq: "something that it needs is put off",
  absent_prereq: "something that it needs is not there",
};

/** Why a change is put off. An unknown keyword is shown as it is. */
export function deferralOf(keyword: string | undefined): Phrase {
  return keyword === undefined ? ["no reason given"] : worded(DEFERRED, keyword);
}

function worded(words: Readonly<Record<string, string>>, keyword: string): Phrase {
  const known = Object.hasOwn(words, keyword) ? words[keyword] : undefined;
  return known ? [known] : ["reason: ", code(keyword)];
}
