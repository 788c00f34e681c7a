import { saltedHash, sha256Hex } from '../../src/kernel/hash.ts';
import { newId } from '../../src/kernel/ids.ts';
import { createAcknowledgements } from '../../src/acknowledgements/acknowledgements.ts';
import { createProofs } from '../../src/acknowledgements/proofs.ts';
import { createVisits } from '../../src/acknowledgements/visits.ts';
import { createWrongLinkLimit } from '../../src/acknowledgements/wrong-link-limit.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type {
  CorrectionsPort,
  DispatchPort,
  InstructionsPort,
  OpenedLink,
  SignedVersion,
} from '../../src/acknowledgements/ports.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { createTestDatabase } from '../database.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import type { Knex } from 'knex';

export const html = `<header class="letterhead"><p class="heading">Premier ministre</p></header>
<h2>Instruction « Chefs de projets 2027 »</h2>
<p class="subject"><span class="label">Objet :</span> Orientations pour 2027</p>
<section class="part">
  <h3>1. Contexte et objet</h3>
  <p>La présente circulaire fixe les <a href="https://www.drogues.gouv.fr">orientations</a>.</p>
</section>
<section class="part">
  <h3>2. Les chantiers prioritaires</h3>
  <p>Trois chantiers passent avant les autres.</p>
</section>
<div class="closing"><p class="name">Nicolas Prisse</p></div>`;

const offices = {
  ain: { officeId: 'OFF-01', officeName: 'préfecture de l’Ain', timeZone: 'Europe/Paris' },
  polynesie: {
    officeId: 'OFF-987',
    officeName: 'haut-commissariat de la République en Polynésie française',
    timeZone: 'Pacific/Tahiti',
  },
  /** Written to for information. */
  aisne: {
    officeId: 'OFF-02',
    officeName: 'préfecture de l’Aisne',
    timeZone: 'Europe/Paris',
    role: 'cc' as const,
  },
};

/** A letter that was sent to two offices and in copy to a third, each with its link, on a real database with its real tables. */
export async function createSentLetter(
  options: {
    database?: Knex;
    html?: string;
    version?: Partial<SignedVersion>;
    correctionsOf?: CorrectionsPort['correctionsOf'];
  } = {},
) {
  const database = options.database ?? (await createTestDatabase());
  const clock = createFixedClock('2026-12-07T13:30:00.000Z');
  const journal = createJournal({ clock, readDatabase: database });
  const pdf = Buffer.from('%PDF-1.7 the signed bytes');
  const sha256 = sha256Hex(pdf);
  const campaign = {
    id: newId(),
    instructionId: newId(),
    signedSha256: sha256,
    deadlineOn: '2026-12-21',
    openedAt: '2026-12-04T10:00:00.000Z',
  };
  await database('campaigns').insert({
    id: campaign.id,
    instruction_id: campaign.instructionId,
    signed_sha256: sha256,
    state: 'open',
    opened_at: clock.now().toISOString(),
    opened_by: 'user-1',
    deadline_on: campaign.deadlineOn,
    frozen_offices: 3,
    change_number: 0,
  });
  const links = new Map<string, OpenedLink>();
  const tokens: Record<string, string> = {};
  for (const [position, [name, office]] of Object.entries(offices).entries()) {
    const deliveryId = newId();
    const token = Buffer.from(saltedHash('secret', name), 'hex').toString('base64url');
    await database('campaign_recipients').insert({
      campaign_id: campaign.id,
      office_id: office.officeId,
      office_name: office.officeName,
      time_zone: office.timeZone,
      role: 'role' in office ? office.role : 'to',
      position,
    });
    await database('deliveries').insert({
      id: deliveryId,
      campaign_id: campaign.id,
      office_id: office.officeId,
      contact_id: `contact-${name}`,
      rank: 1,
      state: 'accepted',
      epoch: 1,
      attempts: 1,
      message_id: `<${deliveryId}@estafette.example>`,
      envid: deliveryId,
      link_hash: sha256Hex(token),
      planned_at: clock.now().toISOString(),
      changed_at: clock.now().toISOString(),
      change_number: 1,
    });
    tokens[name] = token;
    links.set(token, {
      campaign,
      deliveryId,
      role: 'to',
      ...office,
      expiresOn: '2027-12-21',
      expired: false,
      revoked: false,
    });
  }
  const marked: string[] = [];
  const proven: string[] = [];
  const dispatch: DispatchPort = {
    async findByLinkToken(token) {
      const link = links.get(token);
      return link && { ...link, expired: clock.now().toISOString().slice(0, 10) > link.expiresOn };
    },
    async findForOffice(officeId, of) {
      const isOf =
        'campaignId' in of ? of.campaignId === campaign.id : of.instructionId === campaign.instructionId;
      return isOf ? [...links.values()].find((link) => link.officeId === officeId) : undefined;
    },
    async markAcknowledged(_transaction, acknowledgements) {
      marked.push(...acknowledgements.map(({ deliveryId }) => deliveryId));
      const ofMail = acknowledgements.filter(({ provesArrival }) => provesArrival);
      proven.push(...ofMail.map(({ deliveryId }) => deliveryId));
    },
  };
  const instructions: InstructionsPort = {
    signedVersion: async (id) =>
      id === campaign.instructionId
        ? {
            slug: '2027-chefs-de-projets',
            title: 'Instruction annuelle « Chefs de projets » 2027',
            subject: 'Orientations pour 2027',
            sha256,
            mark: 'signature',
            how: 'here',
            signedAt: '2026-12-04T09:15:00.000Z',
            signedOn: '2026-12-04',
            signatoryName: 'Nicolas Prisse',
            ...options.version,
            html: options.html ?? html,
            pdf: async () => new Uint8Array(pdf),
          }
        : undefined,
  };
  const acknowledgements = createAcknowledgements({
    database,
    readDatabase: database,
    journal,
    clock,
    dispatch,
    instructions,
    ...(options.correctionsOf && { corrections: { correctionsOf: options.correctionsOf } }),
  });
  const visits = createVisits({ database, readDatabase: database, clock, log: silentLog });
  return {
    visits,
    proofs: createProofs({ readDatabase: database, visits }),
    wrongLinks: createWrongLinkLimit({ redis: undefined }),
    database,
    clock,
    journal,
    acknowledgements,
    campaign,
    pdf,
    sha256,
    marked,
    /** The mails that an acknowledgement proves to have arrived. */
    proven,
    /** Takes back the link of that token. */
    revoke(token: string): void {
      const link = links.get(token);
      if (link !== undefined) links.set(token, { ...link, revoked: true });
    },
    ain: tokens['ain'] ?? '',
    polynesie: tokens['polynesie'] ?? '',
    aisne: tokens['aisne'] ?? '',
    count: async (table: string) => Number((await database(table).count({ rows: '*' }))[0]?.['rows']),
    close: () => database.destroy(),
  };
}

export const jeanne = {
  name: 'Jeanne Morel',
  function: 'Directrice de cabinet',
  capacity: 'for-the-prefect' as const,
};
export const paul = {
  name: 'Paul Évrard',
  function: 'Chef de projet',
  capacity: 'project-lead' as const,
};
