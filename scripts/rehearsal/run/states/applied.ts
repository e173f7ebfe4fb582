import { parseEvent } from "../../../terraform/events.ts";

/** One change that Terraform said it has carried out, or at least begun. */
export interface Applied {
  readonly action: "create" | "update" | "delete";
  /** As Terraform prints it: `module.a.aws_subnet.private["a"]`. */
  readonly address: string;
  /** `module.a`; "" for the root. */
  readonly module: string;
  readonly type: string;
  readonly name: string;
  /** Key or number of the instance, where there are several. */
  readonly key?: string | number;
  /** By what the thing is known: an attribute and its value. */
  readonly id?: { readonly attribute: string; readonly value: string };
  /** True where it ended with an error, or the record ends before it: the cloud may have done it. */
  readonly unfinished?: true;
}

/** The part of an event about a change that we read. */
interface Hook {
  readonly resource: {
    readonly addr: string;
    readonly module: string;
    readonly resource_type: string;
    readonly resource_name: string;
    readonly resource_key: string | number | null;
  };
  readonly action: string;
  readonly id_key?: string;
  readonly id_value?: string;
}

/**
 * What an apply with `-json` said it has done, in its order; at the end what it had only begun,
 * or could not finish. A last line may be cut off.
 */
export function readApplied(log: string): Applied[] {
  const done: Applied[] = [];
  const begun = new Map<string, Applied>();
  for (const line of log.split("\n")) {
    const event = parseEvent(line);
    if (!event?.type.startsWith("apply_")) continue;
    for (const each of appliedOf(event.hook as Hook)) {
      const key = `${each.action} ${each.address}`;
      if (event.type === "apply_start") begun.set(key, { ...each, unfinished: true });
      if (event.type !== "apply_complete") continue;
      done.push(each);
      begun.delete(key);
    }
  }
  return [...done, ...begun.values()];
}

function appliedOf({ resource, action, id_key, id_value }: Hook): Applied[] {
  if (action !== "create" && action !== "update" && action !== "delete") return [];
  return [
    {
      action,
      address: resource.addr,
      module: resource.module,
      type: resource.resource_type,
      name: resource.resource_name,
      ...(resource.resource_key !== null && { key: resource.resource_key }),
      ...(id_key && id_value && { id: { attribute: id_key, value: id_value } }),
    },
  ];
}
