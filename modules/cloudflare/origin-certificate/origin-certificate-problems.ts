import { type Finding, must, oneOf, unique } from "@groundplan/core/problems";
import { Token } from "cdktf";
import { hostnameProblem } from "../zone/hostname.ts";
import { keyTypeOf } from "./certificate-request.ts";
import { type OriginCertificateProps, VALIDITIES } from "./origin-certificate-props.ts";

/** Names in one certificate. Source: cloudflare-docs, ssl/origin-configuration/origin-ca. */
const NAME_LIMIT = 200;

/** Everything that is wrong with an origin certificate's props. */
export function originCertificateProblems(props: OriginCertificateProps): Finding[] {
  const { zone, hostnames, validityDays } = props;
  return [
    requestProblem(props.certificateRequest),
    must(
      hostnames.length >= 1 && hostnames.length <= NAME_LIMIT,
      "hostnames",
      `name 1 to ${NAME_LIMIT} hosts`,
      hostnames.length,
    ),
    unique("hostnames", hostnames),
    ...hostnames.map((name) => hostnameProblem("hostnames", name, zone, "with wildcards")),
    oneOf("validityDays", validityDays, VALIDITIES),
  ];
}

/** Never shows what was given: it may be a key. */
function requestProblem(request: string): Finding {
  const prop = "certificateRequest";
  if (Token.isUnresolved(request)) {
    return must(
      false,
      prop,
      "be the text of a request",
      undefined,
      "what makes one in Terraform keeps its private key in the state: make it where the key is to be",
    );
  }
  if (request.includes("PRIVATE KEY")) {
    return must(
      false,
      prop,
      "not hold a private key",
      undefined,
      "the key stays where it was made; this one is known to others now: make a new one",
    );
  }
  return must(
    keyTypeOf(request) !== undefined,
    prop,
    "be a whole certificate request (PEM) for an RSA or ECDSA key",
  );
}
