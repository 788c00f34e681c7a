import { AppError } from '../kernel/errors.ts';
import { z } from 'zod';
import { file, page, route, type Reply, type Route } from '../web/route.ts';
import { noticesOf } from './amendment-page.ts';
import { documentWords, keptModel, proofModel } from './document-page.ts';
import type { Instruction } from './instructions.ts';
import { addressOf, findOrThrow, frameOf, pageOf, readers, type DraftsRoutesDeps } from './page-frame.ts';
import { slugParams } from './route-params.ts';

const numberedParams = slugParams.extend({ number: z.coerce.number<string>().int().min(1).max(9999) });

const pdf = (bytes: Uint8Array, name: string): Reply =>
  file(bytes, { type: 'application/pdf', name, inline: true });

/** The document itself: signed or frozen PDF, its hash, its HTML twin, and every version before it. */
export function createDocumentRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  /** The signed document, else the one under review. Throws `not-found` on a draft. */
  async function standingDocument(instruction: Instruction) {
    const version = await instructions.frozenVersion(instruction.id);
    if (version === undefined)
      throw new AppError('not-found', 'nothing is frozen', { messageKey: 'drafts.document.none' });
    return { version, signed: await instructions.signedVersion(instruction.id) };
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/document',
      access: readers,
      params: slugParams,
      async handle({ params }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const [versions, signed] = await Promise.all([
          instructions.circuitOf(instruction.id),
          instructions.signedVersion(instruction.id),
        ]);
        const standing = versions.find((version) => version.voidedAt === null);
        const shown = signed ?? standing;
        const bytes = signed === undefined ? undefined : await signed.pdf();
        const kept = keptModel(params.slug, await instructions.renewedVersions(instruction.id));
        const model = {
          frame: await frameOf(deps, instruction, 'document'),
          notices: await noticesOf(deps, instruction),
          slug: params.slug,
          ...(shown === undefined || standing === undefined
            ? {}
            : {
                document: {
                  sha256: shown.sha256,
                  pages: standing.pages,
                  level:
                    signed === undefined
                      ? messages('drafts.document.frozen')
                      : documentWords(signed, messages),
                  pdf: addressOf(params.slug, '/document.pdf'),
                  twin: addressOf(params.slug, '/texte.html'),
                },
              }),
          ...(signed === undefined
            ? {}
            : {
                signature: {
                  name: signed.signatoryName ?? messages('journal.erased'),
                  at: signed.signedAt,
                  ...(signed.how === 'by-hand' ? { byHandOn: signed.signedOn } : {}),
                  ...(signed.quality === null ? {} : { quality: signed.quality }),
                  frozenSha256: signed.frozenSha256,
                  certificateSha256: signed.certificateSha256,
                  bytes: bytes?.length ?? 0,
                  proof: proofModel(signed, messages),
                },
              }),
          ...(typeof signed?.loweredBy === 'string' ? { lowered: messages(signed.loweredBy) } : {}),
          ...(kept === undefined ? {} : { kept }),
          versions: versions.map((version) => ({
            number: version.number,
            frozenAt: version.frozenAt,
            sha256: version.sha256,
            pdf: addressOf(params.slug, `/versions/${version.number}.pdf`),
            badgeKind: version.voidedAt === null ? 'success' : 'warning',
            badgeLabel: messages(`drafts.visa.${version.voidedAt === null ? 'standing' : 'voided'}`),
          })),
        };
        return page(
          'drafts/document',
          await pageOf(deps, instruction, model, { section: messages('drafts.document.title') }),
        );
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/document.pdf',
      access: readers,
      params: slugParams,
      async handle({ params }) {
        const { version, signed } = await standingDocument(await findOrThrow(instructions, params.slug));
        return pdf(await (signed ?? version).pdf(), `${params.slug}.pdf`);
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/versions/:number.pdf',
      access: readers,
      params: numberedParams,
      async handle({ params }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const bytes = await instructions.versionPdf(instruction.id, params.number);
        return pdf(bytes, `${params.slug}-version-${params.number}.pdf`);
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/copies/:number.pdf',
      access: readers,
      params: numberedParams,
      async handle({ params }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const bytes = await instructions.renewedPdf(instruction.id, params.number);
        return pdf(bytes, `${params.slug}-copie-${params.number}.pdf`);
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/texte.html',
      access: readers,
      params: slugParams,
      async handle({ params }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const { version, signed } = await standingDocument(instruction);
        const model = {
          title: instruction.title,
          heading: messages('drafts.document.twin'),
          html: version.html,
          sha256: (signed ?? version).sha256,
          level: signed === undefined ? messages('drafts.document.frozen') : documentWords(signed, messages),
          pdf: addressOf(params.slug, '/document.pdf'),
        };
        const heading = messages('drafts.document.twin');
        return page('drafts/twin', await pageOf(deps, instruction, model, { section: heading }));
      },
    }),
  ];
}
