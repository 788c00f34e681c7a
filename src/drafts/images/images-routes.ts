import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { typeOfKind } from '../../kernel/file-kind.ts';
import { noFields } from '../../web/fields.ts';
import { file, json, route, type Route } from '../../web/route.ts';
import { actorOf, findOrThrow, readers, type DraftsRoutesDeps } from '../page-frame.ts';
import { slugParams } from '../route-params.ts';
import { imageField, mostImageBytes } from './image-file.ts';

/** The pictures of a text, brought from the editor and shown in it. */
export function createImagesRoutes({ instructions, messages }: DraftsRoutesDeps): Route[] {
  const refusal = (key: string, params: Record<string, string | number> = {}) =>
    json({ message: messages(key, params) }, 422);
  return [
    route({
      method: 'post',
      path: '/instructions/:slug/images',
      access: ['drafter', 'signatory'],
      params: slugParams,
      upload: { field: imageField, maxBytes: mostImageBytes, tooLarge: 'beside-field' },
      body: noFields,
      async handle({ params, file: upload, fileTooLarge, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        if (fileTooLarge) return refusal('drafts.image.too-large');
        const bytes = upload?.bytes ?? new Uint8Array();
        const added = await instructions.addImage(actorOf(user), instruction.id, bytes);
        if (added.ok) return json(added.value);
        const [fault] = added.errors;
        return refusal(fault?.key ?? 'form.invalid', fault?.params);
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/images/:sha256',
      access: readers,
      params: slugParams.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
      async handle({ params }) {
        await findOrThrow(instructions, params.slug);
        const image = await instructions.findImage(params.sha256);
        if (image === undefined) throw new AppError('not-found', 'no such image');
        const name = `${params.sha256.slice(0, 12)}.${image.kind}`;
        // Bytes that a person brought: whoever opens them alone gets a picture, and nothing that runs.
        const csp = "default-src 'none'; sandbox";
        return file(image.bytes, { type: typeOfKind[image.kind], name, inline: true, csp });
      },
    }),
  ];
}
