/**
 * Whether an account will do as the service user, asked with its own token while the one before it still works. "List
 * user transitiveMemberOf"
 */

import type { Grant } from '../../core/consent.ts';
import { UserError } from '../../core/errors.ts';
import type { Microsoft } from '../../core/microsoft.ts';
import { microsoftGrant } from './sign-in.ts';

/** @throws UserError `forbidden` where it lacks a role, `unavailable` where Microsoft does not say */
export async function vetServiceUser(microsoft: Pick<Microsoft, 'missingRoles'>, grant: Grant): Promise<void> {
  const missing = await microsoft.missingRoles(microsoftGrant(grant));
  if (missing.length === 0) return;
  throw new UserError(
    'forbidden',
    `the service user lacks a role: ${missing.join(', ')}`,
    `${grant.installer} is not ${missing.join(' and not ')}. Assign ${missing.length === 1 ? 'this role' : 'these roles'} in the Entra admin center, wait a few minutes and connect again. Until then nothing changes.`,
  );
}
