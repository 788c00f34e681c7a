import type { Knex } from 'knex';
import { AppError } from '../kernel/errors.ts';
import { toDocumentInput } from './content.ts';
import { findNotice } from './drafting-deps.ts';
import { printedImages } from './images/printed-images.ts';
import { findInstruction } from './instructions-store.ts';
import type { CreditsPort, MadeWith, RenderPort } from './ports.ts';
import { findRendering, type Rendering } from './renderings-store.ts';
import { getRevision } from './revisions-store.ts';
import { getTemplateSource } from './template-updates/template-updates-store.ts';
import { findStandingVersion, listVersions } from './versions-store.ts';

/** Something that the two prints were not made with alike. */
export interface Difference {
  what: keyof MadeWith;
  then: string;
  now: string;
}

export interface RenderingReport {
  instruction: string;
  version: number;
  same: boolean;
  frozenSha256: string;
  sha256: string;
  differences: Difference[];
  /** What the frozen bytes were printed with was written down. */
  recorded: boolean;
}

/**
 * Prints a frozen version again from what is stored (its revision, its pinned template, the address that
 * it bears) and compares the bytes by their hash. Takes a slug or an id; the version that stands, else
 * the last one. Throws `not-found` when there is no such instruction, or none of its versions was frozen.
 */
export function createRenderingCheck(deps: {
  database: Knex;
  render: Pick<RenderPort, 'templateFromSource' | 'renderInstruction'>;
  credits: Pick<CreditsPort, 'ofVersion'>;
  demonstration: boolean;
}) {
  const { database, render } = deps;

  async function versionOf(instructionId: string) {
    const version =
      (await findStandingVersion(database, instructionId)) ??
      (await listVersions(database, instructionId))[0];
    if (version === undefined) throw notFound('drafts.check.never-frozen');
    return version;
  }

  return async function checkRendering(slugOrId: string): Promise<RenderingReport> {
    const instruction =
      (await findInstruction(database, { slug: slugOrId })) ??
      (await findInstruction(database, { id: slugOrId }));
    if (instruction === undefined) throw notFound('drafts.check.no-instruction');
    const version = await versionOf(instruction.id);
    const template = render.templateFromSource(
      await getTemplateSource(database, instruction, version.revision),
    );
    const { fields, sections } = await getRevision(database, instruction.id, version.revision);
    const rendering = await findRendering(database, version.id);
    const { verificationUrl } = rendering ?? {};
    const printed = await render.renderInstruction(
      toDocumentInput(
        template,
        { fields, sections },
        {
          title: instruction.title,
          mark: 'frozen',
          demonstration: rendering?.demonstration ?? deps.demonstration,
          ...(verificationUrl === undefined ? {} : { verificationUrl }),
          credits: await deps.credits.ofVersion(database, version.id),
          amendment: await findNotice(database, instruction, { fields, sections }),
          images: await printedImages(database, { sections }),
        },
      ),
    );
    return {
      instruction: instruction.slug,
      version: version.number,
      same: printed.sha256 === version.sha256,
      frozenSha256: version.sha256,
      sha256: printed.sha256,
      differences: rendering === undefined ? [] : differencesOf(rendering, printed.madeWith),
      recorded: rendering !== undefined,
    };
  };
}

function differencesOf(then: Rendering, now: MadeWith): Difference[] {
  return (['browser', 'fontsSha256', 'finisher'] as const)
    .filter((what) => then[what] !== now[what])
    .map((what) => ({ what, then: then[what], now: now[what] }));
}

function notFound(messageKey: string): AppError {
  return new AppError('not-found', messageKey, { messageKey });
}
