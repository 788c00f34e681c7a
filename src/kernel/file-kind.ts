import { fileTypeFromBuffer } from 'file-type';

/** The kinds of file that anybody may hand in; the name is the file's usual ending. */
export const fileKinds = ['pdf', 'jpg', 'png', 'docx', 'xlsx', 'odt'] as const;
export type FileKind = (typeof fileKinds)[number];

/** What a browser is told that such a file is. */
export const typeOfKind: Record<FileKind, string> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  png: 'image/png',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  odt: 'application/vnd.oasis.opendocument.text',
};

/**
 * What a file is by its bytes, whatever its name and its sender say; undefined when it is none of ours.
 * A document with macros is another kind than the one it looks like, and so none of ours.
 */
export async function findFileKind(bytes: Uint8Array): Promise<FileKind | undefined> {
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  return fileKinds.find((kind) => kind === found?.ext);
}
