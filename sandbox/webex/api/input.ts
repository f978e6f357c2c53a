/** Bodies of requests, held against their shape. */
import type { z } from 'zod';
import { badRequest } from '../errors.ts';

/** @throws WebexError 400 naming what is wrong */
export function readBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw badRequest(faults.join('; '));
}
