import { z } from 'zod';

const slug = z.string().regex(/^\d{4}-[a-z0-9-]{1,80}$/);

export const slugParams = z.object({ slug });
export const officeParams = z.object({ slug, office: z.string().regex(/^OFF-[0-9AB]{2,3}$/) });
