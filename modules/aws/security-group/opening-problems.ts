import { between, type Finding, known, matching, must } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import type { Opening, Peer } from "./rule.ts";

/** Ports that the internet never gets: a way in for a shell or a desktop. */
const NEVER_FOR_THE_WORLD = { 22: "SSH", 3389: "RDP" } as const;

/** What EC2 accepts as a description. It refuses others at apply: an apostrophe, an umlaut. */
export function checkDescription(prop: string, text: string): Finding[] {
  return [
    must(text.length >= 1 && text.length <= 255, prop, "have 1 to 255 characters", text),
    matching(
      prop,
      text,
      /^[A-Za-z0-9 ._\-:/()#,@[\]+=;{}!$*]*$/,
      "be letters, digits, spaces and . _ - : / ( ) # , @ [ ] + = ; { } ! $ *",
    ),
  ];
}

/** Everything that is wrong with a rule by itself: ports, words, identity, a second one of its kind. */
export function openingProblems(
  group: Construct,
  id: string,
  peer: Peer,
  opening: Opening,
): Finding[] {
  const range = rangeOf(peer);
  const named = "name" in peer && peer.name !== undefined;
  return [
    must(
      range === undefined || known(range) || named,
      "peer.name",
      "be given for a range that is known only at apply",
    ),
    ...("port" in opening
      ? [
          between("port", opening.port, 1, 65535),
          between("toPort", opening.toPort, opening.port, 65535),
        ]
      : []),
    ...checkDescription("description", opening.description),
    must(group.node.tryFindChild(id) === undefined, "rule", "be made once", id),
  ];
}

/** Openings that the internet must not get. There is no way round them. */
export function worldProblems(peer: Peer, opening: Opening): Finding[] {
  const range = rangeOf(peer);
  if (!known(range) || !range.endsWith("/0")) return [];
  if (!("port" in opening)) {
    return [must(false, "protocol", "not open every port to the internet", opening.protocol)];
  }
  const { port, toPort = port } = opening;
  const ports = port === toPort ? `${port}` : `${port} to ${toPort}`;
  if (port === 1 && toPort === 65535) {
    return [must(false, "port", "not open every port to the internet", ports)];
  }
  return Object.entries(NEVER_FOR_THE_WORLD).map(([closed, service]) =>
    must(
      Number(closed) < port || Number(closed) > toPort,
      "port",
      `not open ${service} (${closed}) to the internet`,
      ports,
      "reach it by Session Manager, or from a network that you name",
    ),
  );
}

function rangeOf(peer: Peer): string | undefined {
  if ("cidr" in peer) return peer.cidr;
  return "ipv6Cidr" in peer ? peer.ipv6Cidr : undefined;
}
