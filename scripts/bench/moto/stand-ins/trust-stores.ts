import { MOTO_ACCOUNT } from "../../../state/testing/servers.ts";
import type { StandIn } from "./call.ts";
import { byAction, result, xml } from "./form.ts";

const NOT_FOUND = "<Error><Code>TrustStoreNotFound</Code><Message>not found</Message></Error>";

/**
 * Keeps the authorities that clients of load balancers are known by. Moto knows none.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TrustStore.html
 */
export function trustStores(): StandIn {
  const stores = new Map<string, { readonly told: string; readonly tags: string }>();
  return byAction({
    CreateTrustStore: (form) => {
      const name = form.get("Name");
      const arn = `arn:aws:elasticloadbalancing:eu-west-1:${MOTO_ACCOUNT}:truststore/${name}/0`;
      const known = `<Name>${name}</Name><TrustStoreArn>${arn}</TrustStoreArn>`;
      const told = `<TrustStores><member>${known}<Status>ACTIVE</Status></member></TrustStores>`;
      stores.set(arn, { told, tags: tagsOf(form) });
      return result("CreateTrustStore", told);
    },
    DescribeTrustStores: (form) => {
      const store = stores.get(form.get("TrustStoreArns.member.1") ?? "");
      if (!store) return xml(`<ErrorResponse>${NOT_FOUND}</ErrorResponse>`, 400);
      return result("DescribeTrustStores", store.told);
    },
    DescribeTrustStoreAssociations: () => result("DescribeTrustStoreAssociations", ""),
    DeleteTrustStore: (form) => {
      stores.delete(form.get("TrustStoreArn") ?? "");
      return result("DeleteTrustStore", "");
    },
    DescribeTags: (form) => {
      const arn = form.get("ResourceArns.member.1") ?? "";
      const store = stores.get(arn);
      const told = `<ResourceArn>${arn}</ResourceArn><Tags>${store?.tags}</Tags>`;
      const all = `<TagDescriptions><member>${told}</member></TagDescriptions>`;
      return store && result("DescribeTags", all);
    },
  });
}

/** The tags of a form, as they are told. */
function tagsOf(form: URLSearchParams): string {
  const keys = [...form].filter(([name]) => /^Tags\.member\.\d+\.Key$/.test(name));
  const tags = keys.map(([name, key]) => {
    const value = form.get(name.replace(/Key$/, "Value"));
    return `<member><Key>${key}</Key><Value>${value}</Value></member>`;
  });
  return tags.join("");
}
