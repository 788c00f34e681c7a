import { z } from 'zod';

/** `2027-chefs-de-projets`: what stands for an instruction in an address. */
export const slugParams = z.object({ slug: z.string().regex(/^\d{4}-[a-z0-9-]{1,80}$/) });
