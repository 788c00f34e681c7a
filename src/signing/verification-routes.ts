import { z } from 'zod';
import type { FieldError } from '../kernel/outcome.ts';
import type { Messages } from '../kernel/messages.ts';
import { allows } from '../web/access.ts';
import { noFields } from '../web/fields.ts';
import { file, page, route, type Reply, type Role, type Route } from '../web/route.ts';
import type { Signing } from './signing.ts';
import { correctionsModel, printedModel, resultModel, type SentCorrection } from './verification-page.ts';
import type { Known } from './verification-report.ts';

const address = '/verifier';
const mostBytes = 20_000_000;
/** An act's identifier as a printed document bears it, in its QR code; anything else is as if nothing was asked. */
const printedCode = z.object({ acte: z.uuid().optional().catch(undefined) });
/** Who may read the instructions may be told that a file is one of them. */
const readers: Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];

/** What the archive says of the act that a printed code names. */
export interface NamedAct {
  slug: string;
  title: string;
  /** Of the file that is signed, once it is. */
  sha256?: string;
  corrections: readonly SentCorrection[];
}

/**
 * « Vérifier un document », open to anyone: a file in, words out, nothing kept.
 * @param deps.recognise which of the archive's documents has one of these hashes, the first that is known.
 * @param deps.findAct the act that has this identifier.
 */
export function createVerificationRoutes(deps: {
  signing: Pick<Signing, 'verify' | 'trust'>;
  recognise: (hashes: readonly string[]) => Promise<Known | null>;
  findAct: (id: string) => Promise<NamedAct | undefined>;
  /** What was sent to correct the signed act that has one of these hashes. */
  correctionsOf: (hashes: readonly string[]) => Promise<readonly SentCorrection[]>;
  demonstration: boolean;
  messages: Messages;
}): Route[] {
  const { signing, messages, demonstration } = deps;
  const title = messages('signing.verify.title');

  function form(
    errors: FieldError[] = [],
    printed?: { code: string; act?: NamedAct; reader: boolean },
  ): Reply {
    const model = {
      title,
      demonstration,
      ...(printed === undefined ? {} : { printed: printedModel(printed, messages) }),
    };
    return page('signing/verify', { title, breadcrumb: [], model, errors }, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: address,
      access: 'public',
      query: printedCode,
      async handle({ query: { acte }, user }) {
        if (acte === undefined) return form();
        // To a visitor, the code of an act and one that was made up look the same.
        const reader = allows(readers, { user });
        const act = reader ? await deps.findAct(acte) : undefined;
        return form([], { code: acte, reader, ...(act === undefined ? {} : { act }) });
      },
    }),
    route({
      method: 'post',
      path: address,
      access: 'public',
      upload: { field: 'fichier', maxBytes: mostBytes },
      body: noFields,
      async handle({ file: upload, user }) {
        if (upload === undefined || upload.bytes.length === 0) {
          return form([{ field: 'fichier', key: 'signing.verify.no-file' }]);
        }
        const report = await signing.verify(upload.bytes);
        if (report.problems.includes('signing.problem.not-a-pdf')) {
          return form([{ field: 'fichier', key: 'signing.verify.not-a-pdf' }]);
        }
        // To a visitor, a known file and an unknown one look the same: not even its existence is told.
        // But whoever holds an act that was sent is told that it is corrected: they may be applying it.
        const reader = allows(readers, { user });
        const known = reader ? await deps.recognise(report.revisions) : undefined;
        const corrections = correctionsModel(await deps.correctionsOf(report.revisions), reader, messages);
        const model = { ...resultModel(report, upload.name, messages, known), corrections };
        return page('signing/verify-result', {
          title: messages('signing.verify.result-title', { verdict: model.verdict.title }),
          breadcrumb: [{ label: title, href: address }],
          model,
        });
      },
    }),
    route({
      method: 'get',
      path: `${address}/racine.pem`,
      access: 'public',
      handle: async () =>
        file(new TextEncoder().encode(signing.trust), { type: 'application/x-pem-file', name: 'racine.pem' }),
    }),
  ];
}
