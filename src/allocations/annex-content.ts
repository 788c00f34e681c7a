import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Messages } from '../kernel/messages.ts';
import type { NotificationInput } from '../render/render.ts';
import type { Annex } from './annexes-store.ts';
import type { PlannedNotification } from './notification.ts';
import type { ActsPort } from './ports.ts';

/** The signed version that the notifications accompany. */
export type Act = NonNullable<Awaited<ReturnType<ActsPort['signedVersion']>>>;

/** What is printed for one notification. */
export function toInput(
  planned: PlannedNotification,
  given: {
    act: Act;
    template: NotificationInput['template'];
    url: string;
    demonstration: boolean;
    messages: Messages;
  },
): NotificationInput {
  const { act, template, url, messages } = given;
  const { name, officeName, isRegion, lines, regionName } = planned;
  const { reference = '', nor = '', letterDate = '' } = act.fields;
  const office = officeName.charAt(0).toUpperCase() + officeName.slice(1);
  return {
    template,
    actDay: letterDate === '' ? act.signedOn : letterDate,
    title: messages(`allocations.notification.title-${isRegion ? 'region' : 'office'}`, { name }),
    addressee: isRegion
      ? messages('allocations.notification.to-region', { name, office: officeName })
      : office,
    act: {
      title: act.title,
      sha256: act.sha256,
      signedOn: act.signedOn,
      ...(act.signatoryName === null ? {} : { signatory: act.signatoryName }),
      byHand: act.how === 'by-hand',
      sealed: act.mark === 'seal',
      ...(reference === '' ? {} : { reference }),
      ...(nor === '' ? {} : { nor }),
    },
    lines: lines.map(
      ({ territoryId, name: territory, isPart, commitmentAuthority, paymentAppropriation }) => {
        return { territory: territoryId, name: territory, isPart, commitmentAuthority, paymentAppropriation };
      },
    ),
    ...(regionName === undefined ? {} : { regionName }),
    demonstration: given.demonstration,
    verificationUrl: url,
  };
}

/** What an office holds its own notification against: outsiders rely on its shape. */
export function manifestOf(act: Act, annexes: readonly Annex[], demonstration: boolean): Uint8Array {
  const { title, sha256, signedOn } = act;
  return new TextEncoder().encode(
    canonicalJson({
      format: 'estafette-annexes/1',
      demonstration,
      act: { title, sha256, signedOn },
      annexes: annexes.map(({ key, title: annexTitle, sha256: annexSha256, bytes }) => {
        return { key, title: annexTitle, sha256: annexSha256, bytes };
      }),
    }),
  );
}
