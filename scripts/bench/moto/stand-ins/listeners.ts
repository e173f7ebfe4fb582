import type { StandIn } from "./call.ts";
import { byAction, withMore } from "./form.ts";

/**
 * Keeps which certificates listeners of load balancers ask clients for. Moto forgets it.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_MutualAuthenticationAttributes.html
 */
export function listeners(): StandIn {
  const kept = new Map<string, string>();
  return byAction({
    CreateListener: async (form, moto) => {
      const answer = await moto();
      const arn = /<ListenerArn>(.*?)<\/ListenerArn>/.exec(`${answer.body}`)?.[1];
      const wish = ["Mode", "TrustStoreArn", "AdvertiseTrustStoreCaNames"].flatMap((name) => {
        const value = form.get(`MutualAuthentication.${name}`);
        return value ? [`<${name}>${value}</${name}>`] : [];
      });
      if (arn && wish.length > 0) kept.set(arn, wish.join(""));
      return answer;
    },
    DescribeListeners: (_form, moto) =>
      withMore(moto, (text) =>
        text.replace(/<ListenerArn>(.*?)<\/ListenerArn>/g, (told, arn) => {
          const mutual = kept.get(arn);
          return mutual ? `${told}<MutualAuthentication>${mutual}</MutualAuthentication>` : told;
        }),
      ),
  });
}
