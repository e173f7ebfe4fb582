import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProviderMove } from "../review/set/input.ts";
import type { Stack } from "../stacks/manifest.ts";

/** One provider in a lock file. */
export interface Locked {
  readonly version: string;
  readonly hashes: readonly string[];
}

/** The providers of a lock file of Terraform's or OpenTofu's, by their addresses. */
export function readLock(text: string): Map<string, Locked> {
  const blocks = text.matchAll(/^provider\s+"([^"]+)"\s*\{([\s\S]*?)^\}/gm);
  return new Map(
    [...blocks].map(([, address = "", body = ""]) => {
      const version = /^\s*version\s*=\s*"([^"]+)"/m.exec(body)?.[1] ?? "";
      const hashes = [...body.matchAll(/"((?:h1|zh):[^"]+)"/g)].map(([, hash]) => hash!).sort();
      return [address, { version, hashes }];
    }),
  );
}

/** The providers whose version or hashes differ between two commits. */
export function providerMoves(base: Stack | undefined, head: Stack): ProviderMove[] {
  if (!base) return [];
  const [before, after] = [wanted(base), wanted(head)];
  const locks = [lockOf(base), lockOf(head)] as const;
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((provider): ProviderMove[] => {
    const [from, to] = [before.get(provider), after.get(provider)];
    if (from !== to) return [{ provider, ...(from && { from }), ...(to && { to }) }];
    const [old, now] = locks.map((lock) => entryOf(lock, provider));
    if (!old || !now) return [];
    if (old.version !== now.version) return [{ provider, from: old.version, to: now.version }];
    const moved = old.hashes.join() !== now.hashes.join();
    return moved ? [{ provider, to: now.version, onlyHashes: true }] : [];
  });
}

/** Versions that a template asks for, by the local name of the provider. */
function wanted({ template }: Stack): Map<string, string> {
  const required = Object.entries(template.terraform?.required_providers ?? {});
  return new Map(
    required.map(([name, entry]) => [
      name,
      String((entry as { version?: unknown })?.version ?? "any"),
    ]),
  );
}

function lockOf({ folder }: Stack): Map<string, Locked> {
  const path = join(folder, ".terraform.lock.hcl");
  return existsSync(path) ? readLock(readFileSync(path, "utf8")) : new Map();
}

function entryOf(lock: ReadonlyMap<string, Locked>, name: string): Locked | undefined {
  return [...lock].find(([address]) => address.endsWith(`/${name}`))?.[1];
}
