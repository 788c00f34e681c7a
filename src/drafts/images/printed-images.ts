import type { Knex } from 'knex';
import type { Content } from '../content.ts';
import { mentionsOf } from '../mentions.ts';
import { toDataUri } from './image-file.ts';
import { listImages } from './images-store.ts';

/** The pictures of a content as they stand in the printed document, by the hash of their bytes. */
export async function printedImages(
  database: Knex | Knex.Transaction,
  content: Pick<Content, 'sections'>,
): Promise<ReadonlyMap<string, string>> {
  const names = Object.values(content.sections).flatMap((section) => mentionsOf(section).images);
  const images = await listImages(database, [...new Set(names)]);
  return new Map(images.map((image) => [image.sha256, toDataUri(image)]));
}
