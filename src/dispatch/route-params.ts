import { z } from 'zod';

const slug = z.string().regex(/^\d{4}-[a-z0-9-]{1,80}$/);

/** `OFF-01`, `OFF-2A`, `OFF-987`. */
export const officeId = z.string().regex(/^OFF-[0-9AB]{2,3}$/);

export const slugParams = z.object({ slug });
export const officeParams = z.object({ slug, office: officeId });
